import { type Command, Option } from 'commander'
import { emulate } from './emulate.js'
import { parsePort } from './settings.js'

/** WeChat's web hosts: each owns the accounts of a part of the world. */
const webHosts = ['wx.qq.com', 'wx2.qq.com', 'wx8.qq.com', 'web.wechat.com', 'web2.wechat.com']

/** Makes a command `rxwx emulate`. */
export const withEmulate = (command: Command): Command =>
  command
    .description('an offline WeChat on this machine, for trying things out')
    .option('--port <n>', 'the port; 0 takes a free one', parsePort, 0)
    .option('--json', 'events as one JSON object a line')
    .option('--seed <text>', 'the same seed gives the same ids (default: others at each start)')
    .addOption(
      new Option('--phone <how>', 'auto scans and confirms by itself, manual waits for /_control/scan and confirm')
        .choices(['auto', 'manual'])
        .default('auto'),
    )
    .addOption(new Option('--host <name>', 'the web host of its accounts (default: wx2.qq.com)').choices(webHosts))
    .option('--tls', "answer as WeChat's own hosts, too: under TLS, through a proxy")
    .option('--tls-port <n>', 'the port of the TLS front (default: a free one)', parsePort)
    .option('--proxy-port <n>', 'the port of the proxy (default: a free one)', parsePort)
    .option('--ca <file>', 'where to write the CA that clients have to trust (default: a temporary file)')
    .option('--faults', 'print what can be made to go wrong, and end')
    .option('--controls', 'print what can be asked over HTTP, and end')
    .action(emulate)
