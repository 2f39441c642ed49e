/** The files of a new project, by their paths. */
export const initFiles = (name: string, version: string): Readonly<Record<string, string>> => ({
  'package.json': `${JSON.stringify(manifest(name, version), undefined, 2)}\n`,
  'tsconfig.json': `${JSON.stringify(compiler, undefined, 2)}\n`,
  '.gitignore': 'node_modules/\ndist/\n.session/\n',
  'README.md': readme(name),
  'src/bot.ts': bot,
  'test/bot.test.ts': test,
})

const manifest = (name: string, version: string) => ({
  name,
  version: '0.1.0',
  private: true,
  type: 'module',
  engines: { node: '>=20.19' },
  scripts: {
    build: 'tsc',
    start: 'tsc && rxwx run dist/src/bot.js --offline',
    login: 'tsc && rxwx run dist/src/bot.js --store .session',
    test: 'tsc --noEmit && vitest run --dir test',
  },
  dependencies: { rxjs: '^7.8.0', rxwx: `^${version}` },
  devDependencies: { '@types/node': '^20.19.0', typescript: '^5.9.0', vitest: '^4.1.0' },
})

const compiler = {
  compilerOptions: {
    target: 'ES2023',
    lib: ['ES2023', 'ESNext.Disposable', 'DOM'],
    module: 'NodeNext',
    moduleResolution: 'NodeNext',
    strict: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: true,
    outDir: 'dist',
    rootDir: '.',
  },
  include: ['src', 'test'],
}

const bot = `import { map } from 'rxjs'
import { type Behaviour, type Command, defineBot, fromKind, hears, type Message, reply } from 'rxwx'

/** A function of streams: every message comes in, and Commands go out. It talks to people, not to official accounts. */
export const dingDong: Behaviour = (messages$) =>
  messages$.pipe(
    fromKind('person'),
    hears(/^ding$/i),
    map((message) => reply(message, 'dong')),
  )

/** Work for each message, which is done at least once, also when the process dies in the middle. */
export const thanks = (message: Message): readonly Command[] =>
  message.type === 'image' && message.from.kind === 'person' ? [reply(message, 'What a nice picture!')] : []

export default defineBot({ use: dingDong, handle: { thanks } })
`

const test = `import { expectBehaviour, message, testBot } from 'rxwx/testing'
import { expect, test } from 'vitest'
import { dingDong, thanks } from '../src/bot.js'

test('ding is answered where it was said, nothing else is', () => {
  const a = message.text('Ding', { from: 'bob', room: 'team' })
  expectBehaviour(dingDong, '-a--b-|', { a, b: 'hello' }).toBe('-x----|', {
    x: { type: 'send', to: a.conversation, text: 'dong' },
  })
})

test('a whole bot, on an offline WeChat in virtual time', () => {
  const bot = testBot(dingDong, { prepare: (one) => one.handle('thanks', thanks) })
  bot.says('Alice', 'ding')
  expect(bot.sentTo('Alice')).toEqual(['dong'])
})
`

const readme = (name: string): string => `# ${name}

A WeChat bot, made with [rxwx](https://www.npmjs.com/package/rxwx).

\`\`\`sh
npm install
npm test        # type-checks it and runs its tests, without a network
npm start       # the bot on an offline WeChat: you are its friend Alice
npm run login   # the bot as your account: scan the QR code with WeChat
\`\`\`

Before you run it as your account: automated accounts are against the rules of WeChat, and the service may restrict or close them. Many accounts cannot log in over
the web at all. Use one that you can do without, and do not send to people who have not asked for it.

The session and what is under way are kept in \`.session\`; whoever can read that folder can read your messages.
`
