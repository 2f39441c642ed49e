const value = 'export const a = 1\n'

/** A file that takes a value from another one. */
const takes = (from: string): string => `import { a } from '${from}'\nexport { a }\n`

/** For each rule of the import table a small tree that breaks it. */
export const brokenTrees: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'errors-import-nothing': { 'src/errors.ts': "import './b.js'\n", 'src/b.ts': value },
  'numbers-are-for-all': { 'src/check-number.ts': takes('./kernel/b.js'), 'src/kernel/b.ts': value },
  'protocol-is-pure': { 'src/protocol/a.ts': "import { of } from 'rxjs'\nexport const x = of(1)\n" },
  'kernel-knows-no-wechat': { 'src/kernel/a.ts': takes('../protocol/b.js'), 'src/protocol/b.ts': value },
  'actors-reach-the-world-through-env': { 'src/actors/a.ts': takes('../edge/b.js'), 'src/edge/b.ts': value },
  'operators-are-small': { 'src/operators/a.ts': takes('../kernel/b.js'), 'src/kernel/b.ts': value },
  'operators-take-types-of-actors': {
    'src/operators/a.ts': takes('../actors/message.js'),
    'src/actors/message.ts': value,
  },
  'edge-is-outermost': { 'src/edge/a.ts': takes('../actors/inbox.js'), 'src/actors/inbox.ts': value },
  'io-ts-in-the-protocol-only': { 'src/create-bot.ts': "import * as t from 'io-ts'\nexport const x = t.string\n" },
  'network-and-disk-at-the-edge-only': { 'src/bot.ts': "import { request } from 'undici'\nexport { request }\n" },
  'vitest-in-its-matchers-only': { 'src/testing/a.ts': "import { expect } from 'vitest'\nexport { expect }\n" },
  'pino-in-the-log-only': { 'src/edge/a.ts': "import { pino } from 'pino'\nexport { pino }\n" },
  'bot-joins-actors': { 'src/bot.ts': takes('./edge/b.js'), 'src/edge/b.ts': value },
  'create-bot-knows-bot-and-edge': { 'src/create-bot.ts': takes('./emulator/b.js'), 'src/emulator/b.ts': value },
  'index-is-a-list': { 'src/index.ts': takes('./testing/b.js'), 'src/testing/b.ts': value },
  'edge-is-loaded-lazily': { 'src/create-bot.ts': takes('./edge/b.js'), 'src/edge/b.ts': value },
  'emulator-shares-no-codec': { 'src/emulator/a.ts': takes('../bot.js'), 'src/bot.ts': value },
  'emulator-takes-types-only': { 'src/emulator/a.ts': takes('../protocol/b.js'), 'src/protocol/b.ts': value },
  'testing-uses-the-surface': { 'src/testing/a.ts': takes('../kernel/b.js'), 'src/kernel/b.ts': value },
  'cli-uses-the-entries': { 'src/cli/a.ts': takes('../bot.js'), 'src/bot.ts': value },
  'examples-use-the-entries': { 'examples/a.ts': takes('../src/bot.js'), 'src/bot.ts': value },
  'no-cycles': {
    'src/kernel/a.ts': "import { b } from './b.js'\nexport const a = b\n",
    'src/kernel/b.ts': "import { a } from './a.js'\nexport const b = () => a\n",
  },
  'no-orphans': { 'src/index.ts': value, 'src/kernel/b.ts': value },
  resolvable: { 'src/kernel/a.ts': takes('./nowhere.js') },
}
