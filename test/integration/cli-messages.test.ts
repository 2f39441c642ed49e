import { expect, test, vi } from 'vitest'
import { useStage } from '../support/cli/stage.js'

const stage = useStage()
const parsed = (line: string) => JSON.parse(line)
const has = (text: string) => (line: string) => line.includes(text)
const textsOf = (lines: readonly string[]) => lines.map((line) => parsed(line).text)

test('a message of a friend has these fields and no others, its id to the last digit', async () => {
  const bot = stage.listen()
  await bot.says('online as')
  stage
    .world()
    .person('alice')
    .send('bot', { Content: '1 &lt; 2<br/>yes', MsgId: '9007199254740993007', CreateTime: 1_700_000_000 })
  const line = await bot.line(has('yes'))
  const { conversation, to, ...rest } = parsed(line)
  expect(line.startsWith('{"id":"9007199254740993007",')).toBe(true)
  expect(rest).toEqual({
    id: '9007199254740993007',
    type: 'text',
    origin: 'peer',
    time: '2023-11-14T22:13:20.000Z',
    text: '1 < 2\nyes',
    words: '1 < 2\nyes',
    wordsWithoutMentions: '1 < 2\nyes',
    mentionsMe: false,
    from: conversation,
  })
  expect(Object.keys(conversation)).toEqual(['id', 'kind', 'name', 'remark', 'userName'])
  expect(to).toEqual({
    id: expect.stringMatching(/^p_/),
    kind: 'person',
    name: '小机器人',
    userName: expect.stringMatching(/^@[0-9a-f]+$/),
  })
})

test('in a room, from is the member and room, conversation and to are the room', async () => {
  const bot = stage.listen()
  await bot.says('online as')
  // Who is in the room: a message that comes before that is known would be told without names.
  const answered = () =>
    stage
      .world()
      .exchanges.list('webwxbatchgetcontact')
      .map(({ outcome }) => outcome)
  await vi.waitFor(() => expect(answered()).toContain('answered'))
  stage.world().person('carol').sayIn('team', 'hello all')
  stage.world().person('alice').sayIn('team', 'me too')
  const first = parsed(await bot.line(has('hello all')))
  const second = parsed(await bot.line(has('me too')))
  const room = {
    id: expect.stringMatching(/^r_/),
    kind: 'room',
    name: '项目组',
    userName: expect.stringMatching(/^@@[0-9a-f]+$/),
  }
  expect([first.room, first.conversation, first.to]).toEqual([room, room, room])
  expect(first.from).toEqual({
    id: expect.any(String),
    kind: 'person',
    name: '卡罗尔',
    userName: expect.stringMatching(/^@[0-9a-f]+$/),
  })
  expect(second.from).toMatchObject({ kind: 'person', name: 'Alice', remark: '爱丽丝' })
  expect(second.room).toEqual(first.room)
})

/** What somebody on the phone, a friend and the clients among themselves have to say. */
function speak(): void {
  const { phone, person } = stage.world()
  phone().say('alice', 'mine')
  phone().open('alice')
  person('alice').send('bot', { MsgType: 9999, Content: 'between clients' })
  person('alice').send('bot', { MsgType: 10000, Content: 'a notice' })
  person('alice').send('bot', { MsgType: 987, Content: 'of a kind that nobody knows' })
  person('alice').say('bot', 'last')
}

test('own messages and notices between clients are left out, everything from others of every kind is not', async () => {
  const bot = stage.listen()
  await bot.says('online as')
  speak()
  await bot.line(has('last'))
  expect(bot.out.map((line) => parsed(line).type)).toEqual(['system', 'unknown', 'text'])
})

test('with --all they come, too, in the order of the server, and say whose they are', async () => {
  const bot = stage.listen('--all')
  await bot.says('online as')
  await bot.line(has('statusNotify'))
  speak()
  await bot.line(has('last'))
  const shown = bot.out.map(parsed).map(({ type, origin }) => `${type} ${origin}`)
  const tail = shown.slice(shown.indexOf('text phone'))
  expect(tail).toEqual([
    'text phone',
    'statusNotify phone',
    'sysNotice peer',
    'system peer',
    'unknown peer',
    'text peer',
  ])
})

test('300 messages of three people come in the order of the server', async () => {
  const bot = stage.listen()
  await bot.says('online as')
  const who = ['alice', 'bob', 'daily']
  const texts = Array.from({ length: 300 }, (_, at) => `m${at}`)
  for (const [at, text] of texts.entries())
    stage
      .world()
      .person(who[at % 3] ?? '')
      .say('bot', text)
  await bot.line(has('"m299"'))
  expect(textsOf(bot.out)).toEqual(texts)
})

test('without --json a message is a line in which terminal escapes are seen and do nothing', async () => {
  const bot = stage.start(['listen', '--server', stage.server().origin])
  await bot.says('online as')
  stage.world().person('alice').say('bot', 'red \u001b[31m\u0007 two\nlines')
  stage.world().person('bob').sayIn('team', 'in a room')
  const room = await bot.line(has('in a room'))
  expect(bot.out[0]).toMatch(/^\d\d:\d\d:\d\d Alice \(爱丽丝\): red ␛\[31m\\u0007 two⏎lines$/)
  expect(room).toMatch(/^\d\d:\d\d:\d\d Bob & Söhne \[项目组\]: in a room$/)
  expect(bot.out.join('')).not.toMatch(/\p{Cc}/u)
})

test.each([
  { form: 'JSON', flags: ['--json'] },
  { form: 'readable', flags: [] },
])('stdout that nobody reads any more ends listening with 0 ($form)', async ({ flags }) => {
  const bot = stage.start(['listen', ...flags, '--server', stage.server().origin])
  await bot.says('online as')
  bot.child.stdout.destroy()
  stage.world().person('alice').say('bot', 'to nobody')
  stage.world().person('alice').say('bot', 'to nobody again')
  expect(await bot.ended).toBe(0)
})

test('what nobody has read from stdout comes again at the next start', async () => {
  const bot = stage.listen('--store', stage.store())
  await bot.says('online as')
  stage.world().person('alice').say('bot', 'read')
  await bot.line(has('read'))
  bot.child.stdout.destroy()
  stage.world().person('alice').say('bot', 'unread')
  expect(await bot.ended).toBe(0)
  const again = stage.listen('--store', stage.store())
  await again.line(has('unread'))
  expect(again.err()).not.toContain('Scan with')
})

test('with --ack what was refused becomes a dead letter and what was not acknowledged comes again', async () => {
  const say = (text: string) => stage.world().person('alice').say('bot', text)
  const bot = stage.listen('--ack', '--store', stage.store())
  await bot.says('online as')
  const [good, poison, open] = [say('good'), say('poison'), say('open')]
  await bot.line(has(open))
  bot.write({ ack: good })
  bot.write({ nack: poison })
  bot.write({ ack: good })
  expect(parsed(await bot.line(has('"receipt"')))).toMatchObject({ key: good, outcome: 'refused' })
  bot.child.kill('SIGTERM')
  expect(await bot.ended).toBe(0)
  const dead = stage.start(['dead', 'list', '--json', '--store', stage.store()])
  expect(parsed(await dead.line(has(poison)))).toMatchObject({ id: poison, consumer: 'listen', attempts: 1 })
  await dead.ended
  const again = stage.listen('--ack', '--store', stage.store())
  await again.line(has(open))
  expect(textsOf(again.out)).toEqual(['open'])
})

test('--backlog skip leaves out what came while nobody listened, and says that something is missing', async () => {
  const say = (text: string) => stage.world().person('alice').say('bot', text)
  const bot = stage.listen('--store', stage.store())
  await bot.says('online as')
  bot.child.kill('SIGTERM')
  expect(await bot.ended).toBe(0)
  say('missed')
  const again = stage.listen('--store', stage.store(), '--backlog', 'skip')
  await again.says('messages may be missing')
  await again.says('online as')
  say('heard')
  await again.line(has('heard'))
  expect(textsOf(again.out)).toEqual(['heard'])
})

test('--backlog knows two words', async () => {
  const bot = stage.listen('--backlog', 'maybe')
  expect(await bot.ended).toBe(2)
  expect(bot.err()).toContain('deliver, skip')
})
