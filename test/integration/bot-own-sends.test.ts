import { concatMap, EMPTY, map } from 'rxjs'
import { describe, expect, test } from 'vitest'
import {
  type Bot,
  direct,
  file,
  forward,
  gif,
  image,
  type Message,
  memoryStore,
  reply,
  revoke,
  video,
} from '../../src/index.js'
import { testBot } from '../../src/testing/index.js'
import { createStage, type RunOptions } from '../support/bot/stage.js'
import { gif as gifBytes, mp4, png } from '../support/media/samples.js'

const ofBot = (messages: readonly Message[]) => messages.filter(({ origin }) => origin === 'bot')

/** The account's own id, which is made of its Uin. */
const ownId = expect.stringMatching(/^p_[0-9a-f]{16}$/)

const online = (settings: Parameters<typeof createStage>[0] = {}, run: RunOptions = {}) => {
  const stage = createStage(settings)
  const bot = stage.run({ ...run, bot: { include: 'all', ...run.bot } })
  stage.advance(20_000)
  return [stage, bot] as const
}

describe('under include: all an accepted send is a message', () => {
  test('a text, once, as others read it', () => {
    const [stage, run] = online()
    run.bot.send('Alice', ' <b> & "c"\n\u0001d 😀').subscribe()
    stage.advance(10_000)
    const [sent] = stage.world.sent()
    expect(ofBot(run.messages)).toMatchObject([
      {
        id: sent?.msgId,
        type: 'text',
        text: ' <b> & "c"\nd 😀',
        own: true,
        from: { id: ownId, userName: expect.stringMatching(/^@/) },
        conversation: { name: 'Alice', kind: 'person' },
        to: { name: 'Alice' },
        time: expect.any(Number),
      },
    ])
    expect(Math.abs((ofBot(run.messages)[0]?.time ?? 0) - stage.clock.now())).toBeLessThan(20_000)
  })

  test('in a room, and to the file helper', () => {
    const [stage, run] = online()
    run.bot.send('项目组', '@nobody:\nhi').subscribe()
    run.bot.send('filehelper', 'note').subscribe()
    stage.advance(10_000)
    expect(ofBot(run.messages)).toMatchObject([
      {
        text: '@nobody:\nhi',
        isRoom: true,
        room: { name: '项目组' },
        from: { id: ownId, userName: expect.stringMatching(/^@/) },
        mentionsMe: false,
      },
      { text: 'note', conversation: { id: 'filehelper', kind: 'service' } },
    ])
  })

  test('not without it, and not what was refused or taken back', () => {
    const others = createStage()
    const run = others.run()
    others.advance(20_000)
    run.bot.send('Alice', 'hi').subscribe()
    others.advance(10_000)
    expect(run.messages).toEqual([])
    const [stage, all] = online()
    stage.world.fault({ name: 'retcode-1', endpoint: 'webwxsendmsg', times: 100 })
    all.bot.send('Alice', 'refused').subscribe()
    stage.advance(600_000)
    expect(ofBot(all.messages)).toEqual([])
    const [again, third] = online()
    third.bot
      .send('Alice', 'a slip')
      .pipe(concatMap((receipt) => ('msgId' in receipt ? third.bot.revoke('Alice', receipt.msgId) : EMPTY)))
      .subscribe()
    again.advance(10_000)
    expect(ofBot(third.messages).map(({ type }) => type)).toEqual(['text'])
  })

  test.each([0, 1, 2])(
    'an echo of the service is the same message, also when it comes first (%s answers lost)',
    (lost) => {
      const [stage, run] = online({ echo: true })
      if (lost > 0) stage.world.fault({ name: 'reset-midway', endpoint: 'webwxsendmsg', times: lost })
      run.bot.send('Alice', 'once <only>').subscribe()
      run.bot.send('Bob & Söhne', 'once <only>').subscribe()
      stage.advance(120_000)
      expect(stage.world.sent()).toHaveLength(2)
      const own = run.messages.filter(({ own: isOwn, type }) => isOwn && type === 'text')
      expect(own.map(({ id }) => id).toSorted()).toEqual(
        stage.world
          .sent()
          .map(({ msgId }) => msgId)
          .toSorted(),
      )
      expect(own.map(({ origin }) => origin)).toEqual(['bot', 'bot'])
    },
  )

  test('what the owner writes on the phone meanwhile is not taken for it', () => {
    const [stage, run] = online({ echo: true })
    stage.world.fault({ name: 'reset-midway', endpoint: 'webwxsendmsg', times: 1 })
    run.bot.send('Alice', 'from the bot').subscribe()
    stage.world.phone().say('alice', 'from the phone')
    stage.advance(60_000)
    const own = run.messages.filter((one) => one.own && one.type === 'text')
    expect(own.map((one) => [one.type === 'text' && one.text, one.origin]).toSorted()).toEqual([
      ['from the bot', 'bot'],
      ['from the phone', 'phone'],
    ])
  })
})

const files = () =>
  new Map<string, Uint8Array>([
    ['a.png', png],
    ['a.mp4', mp4(1_000)],
    ['a.gif', gifBytes],
    ['a "b" & c.pdf', new TextEncoder().encode('%PDF-1.4 x')],
  ])

const archive = (prepare: (bot: Bot) => void = () => {}, echo = false) =>
  testBot([], { files: files(), prepare, bot: { include: 'all' }, world: { echo } })

describe('of every kind', () => {
  test.each([false, true])('media, with an echo of the service: %s', (echo) => {
    const { bot, advance, messages, sent } = archive(undefined, echo)
    for (const command of [
      image('Alice', 'a.png'),
      video('Alice', 'a.mp4'),
      gif('Alice', 'a.gif'),
      file('Alice', 'a "b" & c.pdf'),
    ])
      bot.submit(command).subscribe()
    advance(60_000)
    const own = ofBot(messages)
    expect(own.map(({ type }) => type)).toEqual(['image', 'video', 'emoticon', 'file'])
    expect(own.map(({ id }) => id)).toEqual(sent().map(({ msgId }) => msgId))
    expect(own[3]).toMatchObject({ fileName: 'a "b" & c.pdf', size: 10, extension: 'pdf' })
    if (!echo) expect(own[2]).toMatchObject({ md5: expect.stringMatching(/^[0-9a-f]{32}$/) })
  })

  test('what is passed on is of the same kind, and can be passed on again', () => {
    const forwards = (bot: Bot) =>
      bot.handle('pass on', (message) =>
        message.origin === 'peer' && message.type !== 'system' ? [forward('Bob & Söhne', message)] : undefined,
      )
    const { world, advance, messages, sent } = archive(forwards)
    const alice = world.person('alice')
    alice.say('bot', 'a < b')
    alice.sendImage('bot', png)
    alice.sendLink('bot', { title: 'T & t', des: 'd', url: 'https://x.example/?a=1&b=2' })
    alice.sendLocation('bot', { label: 'West Lake', latitude: 30.25, longitude: 120.13 })
    advance(60_000)
    const peers = messages.filter(({ origin }) => origin === 'peer')
    const own = ofBot(messages)
    expect(own.map(({ id }) => id)).toEqual(sent().map(({ msgId }) => msgId))
    expect(own.length).toBeGreaterThan(2)
    for (const same of own) {
      const peer = peers.find(({ type }) => type === same.type) as Message
      expect(forward('Alice', same)).toEqual(forward('Alice', peer))
    }
    expect(own.find(({ type }) => type === 'location')).toMatchObject({ label: 'West Lake', latitude: 30.25 })
  })
})

describe('durable consumers', () => {
  test('get it with the others, in the order of what happened, and once over a restart', () => {
    const stage = createStage()
    const seen: string[] = []
    const prepare = (bot: Bot): void => {
      bot.deliveries('archive').subscribe(({ message, ack }) => {
        if (message.type !== 'text') return void ack()
        seen.push(`${message.origin}: ${message.text}`)
        if (message.text !== 'not yet') ack()
      })
    }
    const bot = { include: 'all' as const }
    const first = stage.run({ bot, prepare })
    stage.advance(20_000)
    stage.say('alice', 'hi')
    stage.advance(5_000)
    first.bot.send('Alice', 'hello').subscribe()
    stage.advance(5_000)
    first.bot.send('Alice', 'not yet').subscribe()
    stage.advance(5_000)
    expect(seen).toEqual(['peer: hi', 'bot: hello', 'bot: not yet'])
    first.kill()
    stage.run({ bot, prepare })
    stage.advance(20_000)
    // The one that was not acknowledged comes again, and is still the bot's.
    expect(seen.slice(3)).toEqual(['bot: not yet'])
    expect(stage.world.sent()).toHaveLength(2)
  })

  test('a send that waits over a restart is handed out when it is accepted', () => {
    const stage = createStage()
    const bot = { include: 'all' as const }
    const first = stage.run({ bot })
    stage.advance(20_000)
    first.bot.send('Alice', 'later', { at: stage.clock.now() + 60_000 }).subscribe({ error: () => {} })
    stage.advance(5_000)
    first.kill()
    const second = stage.run({ bot })
    stage.advance(90_000)
    expect(ofBot(second.messages)).toMatchObject([{ text: 'later' }])
  })
})

describe('nobody answers themselves', () => {
  const answer = map((message: Message) => reply(message, 'hm?'))

  test('behaviours are not given what the bot has sent', () => {
    for (const echo of [false, true]) {
      const { says, advance, sentTo } = testBot((messages$) => messages$.pipe(direct(), answer), {
        bot: { include: 'all', loop: 'off' },
        world: { echo },
      })
      says('alice', 'hi')
      advance(600_000)
      expect(sentTo('alice')).toEqual(['hm?'])
    }
  })

  test('what the owner writes on the phone is still given to them', () => {
    const { world, advance, sentTo } = testBot((messages$) => messages$.pipe(answer), { bot: { include: 'all' } })
    world.phone().say('filehelper', 'ding')
    advance(5_000)
    expect(sentTo('filehelper')).toEqual(['hm?'])
  })

  test.each(['handle', 'converse', 'deliveries', 'parts'] as const)(
    '%s: the answer is dropped with an event',
    (how) => {
      const prepare = (bot: Bot): void => {
        const say = (message: Message) => (message.type === 'text' ? [reply(message, 'hm?')] : [])
        if (how === 'handle') bot.handle('me', say)
        if (how === 'parts')
          bot.handle('me', (message, { settle }) => {
            settle.part(say(message))
            return undefined
          })
        if (how === 'converse')
          bot.converse<number>('me', {
            start: () => 0,
            reduce: (n, message) => ({ state: n + 1, commands: say(message) }),
          })
        if (how === 'deliveries') bot.deliveries('me').subscribe(({ message, ack }) => ack(say(message)))
      }
      const { says, advance, sentTo, events } = testBot([], { prepare, bot: { include: 'all', loop: 'off' } })
      says('alice', 'hi')
      advance(600_000)
      expect(sentTo('alice')).toEqual(['hm?'])
      const failed = events.filter(({ type }) => type === 'behaviourFailed')
      expect(failed).toMatchObject([{ name: 'me', isCommand: true, error: { kind: 'argument' } }])
      expect(events.some(({ type }) => type === 'deadLetter')).toBe(false)
    },
  )

  test('taking it back is no answer', () => {
    const prepare = (bot: Bot): void =>
      bot.handle('shy', (message) => (message.origin === 'bot' ? [revoke(message, message.id)] : undefined))
    const { bot, advance, world } = testBot([], { prepare, bot: { include: 'all' } })
    bot.send('Alice', 'oops').subscribe()
    advance(30_000)
    expect(world.sent()).toMatchObject([{ recalled: true }])
  })

  test('two rooms that are joined by a naive relay stay quiet', () => {
    const other = (message: Message) => (message.room?.name === '项目组' ? '午饭' : '项目组')
    const prepare = (bot: Bot): void =>
      bot.handle('relay', (message) =>
        message.type === 'text' && message.isRoom
          ? [{ type: 'send', to: other(message), text: message.text }]
          : undefined,
      )
    const { saysIn, advance, sent } = testBot([], {
      prepare,
      bot: { include: 'all', loop: 'off' },
      store: memoryStore(),
    })
    saysIn('team', 'bob', 'hello')
    advance(600_000)
    expect(sent().map(({ to }) => to)).toEqual(['lunch'])
  })
})
