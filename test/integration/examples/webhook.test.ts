import { request } from 'node:http'
import type { Subscription } from 'rxjs'
import { memoryStore } from 'rxwx'
import { type TestBot, type TestBotOptions, testBot } from 'rxwx/testing'
import { afterEach, expect, test } from 'vitest'
import { kept } from '../../../examples/kept.js'
import { createGate, listening, posting, posts, sign } from '../../../examples/webhook.js'
import { eventually } from '../../support/examples/eventually.js'
import { type Asked, type StubServer, startStub } from '../../support/examples/stub-server.js'

const secret = 'a secret of two sides'

const stubs: StubServer[] = []
const fronts: Subscription[] = []
afterEach(async () => {
  for (const one of fronts.splice(0)) one.unsubscribe()
  for (const one of stubs.splice(0)) await one.close()
})

async function hook(answer: (asked: Asked) => void): Promise<StubServer> {
  const stub = await startStub(answer)
  stubs.push(stub)
  return stub
}

/** A bot that posts its messages to a hook. */
const teller = ({ origin }: StubServer, options: TestBotOptions = {}): TestBot =>
  testBot([], {
    ...options,
    prepare: (bot) =>
      bot.handle('webhook', posting(`${origin}/in`, { secret, scheduler: bot.scheduler }), posts(bot.scheduler)),
  })

/** A bot that listens to posts, and the place where it does. */
async function listener(
  memory = kept(),
  earlier?: TestBot,
  options: TestBotOptions = {},
): Promise<{ readonly bot: TestBot; readonly port: number }> {
  const bot = testBot([], { ...options, ...(earlier === undefined ? {} : { in: earlier }) })
  const gate = createGate({ secret, scheduler: bot.bot.scheduler }, memory)
  const port = await new Promise<number>((resolve) => {
    fronts.push(
      listening(bot.bot, gate).subscribe(({ address, port: free }) => {
        expect(address).toBe('127.0.0.1')
        resolve(free)
      }),
    )
  })
  return { bot, port }
}

const timeOf = ({ clock }: TestBot): string => `${Math.floor(clock.now() / 1_000)}`

/** What a POST is answered, while the clock of the bot goes on. */
async function post(
  bot: TestBot,
  port: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
  method = 'POST',
): Promise<readonly [number, unknown]> {
  const answer: { status?: number; text: string } = { text: '' }
  const time = timeOf(bot)
  const all = { 'x-rxwx-time': time, 'x-rxwx-signature': sign(secret, time, body), ...headers }
  const asked = request({ host: '127.0.0.1', port, method, headers: all }, (response) => {
    response.on('data', (chunk) => {
      answer.text += chunk
    })
    response.on('end', () => {
      answer.status = response.statusCode ?? 0
    })
  })
  asked.on('error', () => {})
  asked.end(body)
  await eventually(bot, () => expect(answer.status).toBeDefined())
  return [answer.status ?? 0, JSON.parse(answer.text)]
}

test('a message is posted once, signed, without what is not meant for others', async () => {
  const stub = await hook(({ response }) => response.writeHead(204).end())
  const bot = teller(stub)
  bot.saysIn('team', 'alice', 'lunch & tea? 午饭')
  await eventually(bot, () => expect(stub.asked).toHaveLength(1))
  const { method, path, headers, body } = stub.asked[0] as Asked
  expect([method, path]).toEqual(['POST', '/in'])
  expect(headers['x-rxwx-signature']).toBe(sign(secret, String(headers['x-rxwx-time']), body))
  expect(Number(headers['x-rxwx-time']) * 1_000).toBeGreaterThan(bot.clock.now() - 60_000)
  const [message] = bot.messages
  expect(JSON.parse(body)).toEqual({
    id: message?.id,
    time: message?.time,
    origin: 'peer',
    type: 'text',
    conversation: { id: message?.conversation.id, kind: 'room', name: '项目组' },
    // Alice has a remark, which stays on this machine.
    from: { id: message?.from.id, kind: 'person', name: 'Alice' },
    isRoom: true,
    mentionsMe: false,
    text: 'lunch & tea? 午饭',
  })
  bot.advance(3_600_000)
  expect(stub.asked).toHaveLength(1)
})

test('a hook that is away gets all of it when it is back, in order', async () => {
  let isAway = true
  const taken: string[] = []
  const stub = await hook(({ response, body }) => {
    if (!isAway) taken.push(JSON.parse(body).text)
    response.writeHead(isAway ? 503 : 200).end('x'.repeat(100))
  })
  const bot = teller(stub)
  const patient = { advance: (ms: number) => bot.advance(100 * ms) }
  for (const text of ['one', 'two', 'three']) bot.says('Alice', text)
  await eventually(patient, () => expect(stub.asked.length).toBeGreaterThan(6))
  isAway = false
  await eventually(patient, () => expect(taken).toEqual(['one', 'two', 'three']))
})

test('what the hook had not taken when the bot was killed is posted by the next one', async () => {
  const stub = await hook(({ response }) => (stub.asked.length === 1 ? undefined : response.writeHead(200).end()))
  const store = memoryStore()
  const before = teller(stub, { store })
  before.says('Alice', 'do not lose me')
  await eventually(before, () => expect(stub.asked).toHaveLength(1))
  before.bot.stop()
  const after = teller(stub, { store, in: before })
  await eventually(after, () => expect(stub.asked).toHaveLength(2))
  expect(new Set(stub.asked.map(({ body }) => JSON.parse(body).id)).size).toBe(1)
})

test('a redirect is not followed', async () => {
  const elsewhere = await hook(({ response }) => response.end())
  const stub = await hook(({ response }) => response.writeHead(307, { location: elsewhere.origin }).end())
  const bot = teller(stub)
  bot.says('Alice', 'private')
  await eventually(bot, () => expect(stub.asked.length).toBeGreaterThan(1))
  expect(elsewhere.asked).toEqual([])
})

test('a signed post becomes a text, and its answer says how that ended', async () => {
  const { bot, port } = await listener()
  bot.says('Zoe', 'hi')
  expect(await post(bot, port, '{"to":"Zoe","text":"lunch & tea? 午饭"}')).toEqual([200, { outcome: 'accepted' }])
  expect(bot.sentTo('Zoe')).toEqual(['lunch & tea? 午饭'])
})

test('replays are refused, also by the next process, also with another case or a space', async () => {
  const memory = kept()
  const { bot, port } = await listener(memory)
  const body = '{"to":"filehelper","text":"pay 100"}'
  const time = timeOf(bot)
  const headers = { 'x-rxwx-time': time, 'x-rxwx-signature': sign(secret, time, body) }
  expect(await post(bot, port, body, headers)).toEqual([200, { outcome: 'accepted' }])
  const replay = [409, { error: 'it was taken before' }]
  const wrong = [401, { error: 'the signature is wrong' }]
  expect(await post(bot, port, body, headers)).toEqual(replay)
  expect(
    await post(bot, port, body, { ...headers, 'x-rxwx-signature': headers['x-rxwx-signature'].toUpperCase() }),
  ).toEqual(wrong)
  expect(await post(bot, port, body, { ...headers, 'x-rxwx-time': `${time}.0` })).toEqual(wrong)
  expect(await post(bot, port, `${body} `, headers)).toEqual(wrong)
  bot.bot.stop()
  const next = await listener(memory, bot)
  expect(await post(next.bot, next.port, body, headers)).toEqual(replay)
  next.bot.advance(6 * 60_000)
  expect(await post(next.bot, next.port, body, headers)).toEqual([401, { error: 'the time is too far away' }])
  expect(next.bot.sentTo('filehelper')).toEqual(['pay 100'])
})

test('what is unsigned, signed by others, from another time, not wanted, too long or for nobody is refused, and nothing is sent', async () => {
  const { bot, port } = await listener()
  const body = '{"to":"filehelper","text":"hello"}'
  const refused = async (...given: readonly [string, Readonly<Record<string, string>>?, string?]): Promise<number> => {
    const [text, headers, method] = given
    return (await post(bot, port, text, headers, method))[0]
  }
  const at = (time: string) => ({ 'x-rxwx-time': time, 'x-rxwx-signature': sign(secret, time, body) })
  expect(await refused(body, { 'x-rxwx-signature': '' })).toBe(401)
  expect(await refused(body, { 'x-rxwx-signature': sign('a secret of others', timeOf(bot), body) })).toBe(401)
  expect(await refused(body, at(`${Number(timeOf(bot)) + 400}`))).toBe(401)
  expect(await refused(body, at('NaN'))).toBe(401)
  // A part of a signed body does not pass for a part of the time.
  const { 'x-rxwx-signature': signature } = at(timeOf(bot))
  expect(sign(secret, `${timeOf(bot)}.5`, body)).not.toBe(sign(secret, timeOf(bot), `5.${body}`))
  expect(sign(secret, `${timeOf(bot)}:5`, body)).not.toBe(sign(secret, timeOf(bot), `5:${body}`))
  expect(await refused(`5.${body}`, { 'x-rxwx-signature': signature })).toBe(401)
  expect(await refused('', {}, 'GET')).toBe(405)
  for (const nonsense of ['', 'null', '[]', '{', '{"to":1,"text":"a"}', '{"to":"filehelper"}', '{"to":"","text":"a"}'])
    expect(await refused(nonsense)).toBe(400)
  expect(await refused(JSON.stringify({ to: 'filehelper', text: 'x'.repeat(2_001) }))).toBe(400)
  expect(await refused(JSON.stringify({ to: 'filehelper', text: 'x'.repeat(20_000) }))).toBe(413)
  expect(await refused('{"to":"Nobody at all","text":"a"}')).toBe(404)
  expect(bot.sent()).toEqual([])
})

test('a post that comes before the login is told that it waits, and is sent after it', async () => {
  const { bot, port } = await listener(kept(), undefined, { world: { phone: 'manual' } })
  bot.world.addPerson({ id: 'Zoe' })
  const patient = { ...bot, advance: (ms: number) => bot.advance(50 * ms) }
  expect(await post(patient, port, '{"to":"Zoe","text":"later"}')).toEqual([202, { outcome: 'waiting' }])
  expect(bot.sent()).toEqual([])
  bot.world.phone().scan()
  bot.world.phone().confirm()
  await eventually(patient, () => expect(bot.sentTo('Zoe')).toEqual(['later']))
})

test('what the account itself sends is posted with its origin', async () => {
  const stub = await hook(({ response }) => response.writeHead(200).end())
  const bot = teller(stub, { bot: { include: 'all' } })
  bot.bot.send('Alice', 'from the bot').subscribe()
  bot.advance(5_000)
  bot.world.phone().say('bob', 'from the phone')
  bot.advance(5_000)
  const texts = () =>
    stub.asked.map(({ body }) => JSON.parse(body)).flatMap(({ text, origin }) => (text ? [[origin, text]] : []))
  await eventually(bot, () =>
    expect(texts().toSorted()).toEqual([
      ['bot', 'from the bot'],
      ['phone', 'from the phone'],
    ]),
  )
})
