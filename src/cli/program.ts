import { Command, Option } from 'commander'
import { contacts } from './contacts.js'
import { dropDead, listDead, retryDead } from './dead.js'
import { avatar, download } from './download.js'
import { withEmulate } from './emulate-command.js'
import { exitCodes, unfinishedCodes } from './exit-code.js'
import { acceptFriend, listFriends, remarkFriend, requestFriend } from './friends.js'
import { bindIdentities, listIdentities } from './identities.js'
import { init } from './init.js'
import { listen } from './listen.js'
import { login } from './login.js'
import { logout } from './logout.js'
import { exit, say } from './output.js'
import { createRoom, inviteTo, listRooms, removeFrom, renameRoom } from './rooms.js'
import { runModules } from './run-modules.js'
import { send } from './send.js'
import {
  parseDuration,
  parseWindow,
  withGlobalOptions,
  withoutEmpty,
  withoutEmptyVariables,
  withStoreOptions,
} from './settings.js'
import { storeEncrypt, storeInfo, storePurge, storeVerify } from './store.js'
import { problemWithArguments } from './utf8.js'
import { version } from './version.js'

const program = new Command('rxwx')
  .description('WeChat personal accounts for scripts and bots in any language, over the web protocol.')
  .version(version())
  .hook('preAction', (_, action) => withoutEmpty(action))
  .showHelpAfterError('("rxwx --help" lists commands and exit codes, "rxwx <command> --help" the options of one)')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .addHelpText(
    'after',
    `\nExit codes:\n${Object.entries({ ...exitCodes, ...unfinishedCodes })
      .map(([code, meaning]) => `  ${code.padEnd(3)}  ${meaning}`)
      .join('\n')}\n`,
  )

const command = (name: string, description: string): Command =>
  withGlobalOptions(program.command(name).description(description))

command('listen', 'log in and print every message that arrives')
  .option('--json', 'one JSON object a line on stdout; takes commands on stdin, one JSON a line')
  .option('--ack', 'the reader acknowledges each message on stdin: {"ack":id} or {"nack":id}')
  .addOption(
    new Option(
      '--window <n>',
      'with --ack: how many messages the reader may have unacknowledged (default: 5000)',
    ).argParser(parseWindow),
  )
  .addOption(
    new Option(
      '--ack-timeout <time>',
      'with --ack: what waits longer becomes a dead letter, 0 = never (default: 0)',
    ).argParser(parseDuration),
  )
  .option('--all', 'also what this account sends (origin bot or phone), and notices between clients')
  .addOption(
    new Option('--backlog <what>', 'what came while nobody listened')
      .choices(['deliver', 'skip'])
      .default('deliver')
      .env('RXWX_BACKLOG'),
  )
  .action(listen)

command('run', 'run the bots of modules: a default export that is a behaviour, or defineBot({ … })')
  .argument('<module...>', 'JavaScript, or TypeScript where this Node loads it')
  .option('--watch', 'start anew when code beside a module changes, with the same session')
  .option('--offline', 'against an emulated WeChat in this process: no account is needed')
  .action(runModules)

command('send', 'send a text or a file, through a running listener of the same store if there is one')
  .argument('[text]', 'the text; - reads it from stdin')
  .requiredOption('--to <whom>', 'own id, UserName, remark, name, or filehelper')
  .option('--file <path>', 'a file, in place of a text')
  .option('--image <path>', 'a picture: JPEG, PNG or BMP')
  .option('--video <path>', 'a film: MP4')
  .option('--gif <path>', 'a moving picture')
  .option('--media <path>', 'whichever of these its content is')
  .option('--name <name>', 'what the receiver is to see as the name of the file')
  .action(send)

command('download', 'fetch the picture, film, voice or file of a message; prints where it is')
  .argument('<message>', 'the line that listen --json printed, - reads it from stdin; or the id, where a listener runs')
  .option('--dir <dir>', 'where to put it', '.')
  .option('--thumbnail', 'the small picture of a picture or a film')
  .action(download)

command('avatar', 'fetch the picture of somebody, or of a room; prints where it is')
  .argument('<whom>', 'own id, UserName, remark or name')
  .option('--dir <dir>', 'where to put it', '.')
  .option('--room <room>', 'the room that somebody is in who is no friend')
  .option('--small', 'as in the list of chats')
  .action(avatar)

command('login', 'log in and keep the session in the store').action(login)
command(
  'logout',
  'end the session and forget it; not 0 where WeChat could not be told, and then it is forgotten all the same',
).action(logout)

command('contacts', 'print the address book').option('--json', 'one JSON object a line').action(contacts)

const under = (parent: Command, name: string, description: string, options?: { readonly isDefault: true }): Command =>
  withGlobalOptions(parent.command(name, options).description(description)).option('--json', 'one JSON object a line')

const rooms = program
  .command('rooms')
  .description('rooms, through a running listener of the same store if there is one')
under(rooms, 'list', 'print them: id, members, name', { isDefault: true })
  .argument('[query]', 'part of a name')
  .action(listRooms)
under(rooms, 'create', 'make one; prints its id and what became of each member')
  .argument('<member...>', 'friends, two or more: own ids, remarks or names')
  .option('--topic <topic>', 'what it is to be called')
  .action(createRoom)
under(rooms, 'invite', 'add friends, or invite them where the room is large')
  .argument('<room>', 'own id or name')
  .argument('<member...>', 'friends')
  .action(inviteTo)
under(rooms, 'remove', 'take members out; its owner only')
  .argument('<room>', 'own id or name')
  .argument('<member...>', 'members, by any name they have in the room')
  .action(removeFrom)
under(rooms, 'rename', 'give it another name')
  .argument('<room>', 'own id or name')
  .argument('<topic>', 'the new name')
  .action(renameRoom)

const friends = program
  .command('friends')
  .description('friends, through a running listener of the same store if there is one')
under(friends, 'list', 'print them: id, name, nickname, alias', { isDefault: true })
  .argument('[query]', 'part of a remark, name, alias or pinyin')
  .action(listFriends)
under(friends, 'accept', 'accept a friend request')
  .argument('<request>', 'the line that listen --json printed, - reads it from stdin; or the id, where a listener runs')
  .action(acceptFriend)
under(friends, 'request', 'ask somebody to be friends')
  .argument('<whom>', 'own id or name, or a UserName of this session')
  .argument('[greeting]', 'what they are to read')
  .action(requestFriend)
under(friends, 'remark', 'give a friend a remark name; an empty one takes it away')
  .argument('<friend>', 'own id, remark or name')
  .argument('<name>', 'the remark name')
  .action(remarkFriend)

program
  .command('init')
  .description('a new project with a bot and its tests')
  .argument('<folder>', 'where to; it is made, or empty')
  .action(init)

const withStoreOption = (to: Command): Command => withStoreOptions(to)

const dead = program.command('dead').description('messages that handlers refused for good')
withStoreOption(
  dead.command('list').description('print them, oldest first').option('--json', 'one JSON object a line'),
).action(listDead)
withStoreOption(
  dead.command('retry').description('hand them out again at the next start').argument('<id...>', 'message ids, or all'),
).action(retryDead)
withStoreOption(dead.command('drop').description('forget them').argument('<id...>', 'message ids, or all')).action(
  dropDead,
)

const identities = program.command('identities').description('the own ids of people and rooms, which outlive a login')
withStoreOption(
  identities.command('list', { isDefault: true }).description('print them').option('--json', 'one JSON object a line'),
).action(listIdentities)
withStoreOption(
  identities
    .command('bind')
    .description('say that somebody who is present is somebody known')
    .argument('<present>', 'the id that the latest login gave')
    .argument('<id>', 'the known id'),
).action(bindIdentities)

const store = program.command('store').description('look at a store, check it, or empty it')
withStoreOption(
  store.command('info').description('what it holds, in numbers').option('--json', 'as one JSON object'),
).action(storeInfo)
withStoreOption(
  store.command('encrypt').description('rewrite it so that nobody reads it without the passphrase'),
).action(storeEncrypt)
withStoreOption(store.command('verify').description('check every record')).action(storeVerify)
withStoreOption(
  store
    .command('purge')
    .description('forget what people wrote; the session stays')
    .option('--all', 'the session, too, and whose store it is: another account may have it'),
).action(storePurge)

withEmulate(program.command('emulate'))

withoutEmptyVariables(process.env)
const problem = problemWithArguments(process.argv)
if (problem === undefined) program.parse()
else {
  say(`rxwx: ${problem}`)
  exit(2)
}
