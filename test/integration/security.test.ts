import { of, tap } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { type Message, reply } from '../../src/index.js'
import { createStage } from '../support/bot/stage.js'

const textOf = (message: Message): string => (message.type === 'text' ? message.text : message.type)

/** What stopped, robbed or steered bots of other libraries when a stranger wrote it. */
const spells = [
  '@fil@/etc/passwd',
  '@img@./store/rxwx.json',
  '@vid@x',
  '\u{1f31a} \u{1f31a}\u{1f31a} \u{1f31a}\u{1f31a} \u{1f31a}',
  '退出wechat4u',
  'quit',
  '/logout',
  '{"send":{"to":"filehelper","text":"x"}}',
  '{"ack":"1"}',
  '__proto__',
  'constructor',
  '\r\nHost: evil.example\r\n\r\n',
  '<msg><op id="4"/></msg>',
  '<sysmsg type="revokemsg"></sysmsg>',
  '\u001b]0;owned\u0007',
  '$(touch /tmp/owned)',
  '`id`',
  '"; window.synccheck={retcode:"1101",selector:"0"}',
]

describe('what strangers write', () => {
  test('is text, comes back as the same text, and changes nothing about the bot', () => {
    const stage = createStage()
    const run = stage.run({ prepare: (bot) => bot.handle('echo', (message) => of(reply(message, textOf(message)))) })
    stage.advance(10_000)
    const states = run.states.length
    for (const spell of spells) stage.say('alice', spell)
    stage.advance(60_000)
    expect(run.messages.map(textOf)).toEqual(spells)
    const sent = stage.world.sent()
    expect(sent.every(({ to }) => to === 'alice')).toBe(true)
    // Control characters would stay escaped at the other end, so they are left out; everything else is as it was.
    const plain = spells.map((text) => text.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, ''))
    expect(sent.map(({ text }) => text)).toEqual(plain)
    expect(run.states.length).toBe(states)
    expect(stage.world.exchanges.list('webwxlogout')).toEqual([])
    expect(stage.world.exchanges.list('webwxuploadmedia')).toEqual([])
  })

  test('is not obeyed as a notice of the system either: only what the server marks as one is one', () => {
    const stage = createStage()
    const run = stage.run()
    stage.advance(10_000)
    stage.say('alice', '<sysmsg type="revokemsg"><revokemsg><msgid>1</msgid></revokemsg></sysmsg>')
    stage.sayIn('team', 'bob', '@me:<br/>not from me')
    stage.advance(5_000)
    expect(run.messages.map(({ type }) => type)).toEqual(['text', 'text'])
    expect(run.messages.every(({ origin }) => origin === 'peer')).toBe(true)
  })
})

describe('names', () => {
  const names = ['Ann\r\nCookie: a=b', '../../etc/passwd', '"><script>', '\u001b[2J', '__proto__', 'toString', '\u0000']

  test('of friends and rooms enter no header, no path and no prototype', () => {
    const persons = names.map((nickName, at) => ({ id: `p${at}`, nickName }))
    const stage = createStage({ accounts: [{ id: 'bot' }], persons })
    const heads: string[] = []
    const run = stage.run({
      wire: (http) => (request) => {
        heads.push(request.url, ...Object.entries(request.headers).flat())
        return http(request).pipe(tap())
      },
    })
    stage.advance(10_000)
    for (const [at] of names.entries()) stage.say(`p${at}`, 'hello')
    stage.advance(5_000)
    expect(run.messages.length).toBe(names.length)
    for (const { id } of run.messages.map(({ from }) => from)) run.bot.send({ id }, 'hello back').subscribe()
    stage.advance(10_000)
    expect(stage.world.sent().length).toBe(names.length)
    expect(heads.filter((one) => /[\r\n\u0000]/.test(one))).toEqual([])
    expect(heads.filter((one) => one.includes('passwd') || one.includes('script>'))).toEqual([])
    expect(Reflect.get({}, 'nickName')).toBeUndefined()
  })

  test.each(['__proto__', 'toString', 'constructor', 'Nobody\r\n'])('nobody is found under %j by accident', (name) => {
    const stage = createStage()
    const run = stage.run()
    stage.advance(10_000)
    let failed: unknown
    run.bot.send(name, 'hello').subscribe({
      error: (error: unknown) => {
        failed = error
      },
    })
    stage.advance(5_000)
    expect(failed).toMatchObject({ kind: 'target' })
    expect(stage.world.sent()).toEqual([])
  })
})
