import { filter, firstValueFrom, map, tap } from 'rxjs'
import { type Behaviour, createBot, hears, type Message, reply } from 'rxwx'
import type { World } from 'rxwx/emulator'
import { recordSession, replaySession, type TestBot, testBot } from 'rxwx/testing'
import { expect, test } from 'vitest'

const ding: Behaviour = (messages$) =>
  messages$.pipe(
    hears(/^ding$/),
    map((message) => reply(message, 'dong')),
  )

const names = [
  'Zacharias',
  'Quistorp',
  'Wilhelmine',
  'Öztürkoğlu',
  '欧阳锋女士',
  'Ehrenfried',
  'Nebukadnezar',
  'Kaffeekränzchen',
  'Überlingen',
]

const cast = {
  accounts: [{ id: 'bot', nickName: 'Ehrenfried', signature: 'Nebukadnezar was here' }],
  persons: [
    { id: 'zach', nickName: 'Zacharias Quistorp', remarkName: '欧阳锋女士', alias: 'zquistorp77', city: 'Überlingen' },
    { id: 'mina', nickName: 'Wilhelmine🌙 <b>', signature: 'Call 01729876543' },
    { id: 'ozan', nickName: 'Öztürkoğlu', friendOf: [] },
    { id: 'paper', nickName: 'Tagespost', kind: 'official' as const },
  ],
  rooms: [
    { id: 'cafe', topic: 'Kaffeekränzchen', members: ['zach', 'bot', 'mina', { id: 'ozan', displayName: 'Ozzybaer' }] },
  ],
}

const texts = [
  'meet me at Hauptbahnhof 23',
  'my password is hunter2horse',
  '<Wilhelmine secret="hunter2horse"> & more',
  '今晚在火锅店见面吧',
]

const bytes = new TextEncoder().encode('some bytes')

/** Every kind of message that a person can send. */
function story(world: World): void {
  const zach = world.person('zach')
  const mina = world.person('mina')
  for (const text of texts) zach.say('bot', text)
  for (const text of texts) mina.sayIn('cafe', text)
  zach.say('bot', 'ding')
  zach.sendImage('bot', bytes)
  zach.sendImage('cafe', bytes, { form: 'xml' })
  zach.sendVoice('bot', bytes)
  zach.sendVideo('bot', bytes)
  zach.sendVideo('bot', bytes, { micro: true })
  zach.sendSticker('bot', bytes)
  zach.sendFile('bot', bytes, { name: 'Gehaltsliste.pdf' })
  zach.sendLink('bot', {
    title: 'Scheidungsanwalt',
    url: 'https://kanzlei-schmidt.example/fall?nr=4711471147',
    des: 'fuer Wilhelmine',
  })
  zach.sendArticles('bot', [
    { title: 'Erstmeldung', url: 'https://kanzlei-schmidt.example/eins' },
    { title: 'Zweitmeldung', url: 'https://kanzlei-schmidt.example/zwei' },
  ])
  zach.sendMusic('bot', {
    title: 'Lieblingslied',
    url: 'https://kanzlei-schmidt.example/lied',
    dataUrl: 'https://kanzlei-schmidt.example/mp3',
  })
  zach.sendMiniProgram('bot', { title: 'Arzttermine', appId: 'wx1234567890abcdef', page: 'praxis/urologe' })
  zach.sendLocation('bot', {
    latitude: 47.766389,
    longitude: 9.169722,
    label: 'Münsterplatz 17',
    poiName: 'Stammkneipe',
  })
  zach.sendLiveLocation('bot')
  zach.sendCard('bot', 'ozan')
  const said = zach.say('bot', 'Geheimtreffen')
  zach.sendQuote('cafe', 'Einverstanden', { msgId: said, by: 'mina', content: 'Geheimtreffen' })
  zach.sendHistory('bot', 'Chatverlauf', [{ name: 'Wilhelmine', text: 'hunter2horse' }] as never)
  zach.sendTransfer('bot', { amount: '￥88.88', memo: 'Schweigegeld' })
  zach.sendRedPacket('bot')
  zach.sendNote('cafe', 'Notizbuch')
  zach.sendChannels('bot', { nickName: 'Kanalratte', des: 'Filmchen' })
  zach.sendInvitation('bot', 'cafe')
  zach.call('bot')
  zach.recall(said)
  zach.pat('cafe', 'mina')
  zach.pat('cafe', 'mina', 'sysmsg')
  world.person('ozan').request('bot', 'ich bin Öztürkoğlu')
  world.room('cafe').announce('Vollversammlung', 'zach')
  world.room('cafe').rename('Teestube', 'zach')
  world.room('cafe').join('paper', 'zach')
  world.phone().open('zach')
}

const told = [
  ...['Gehaltsliste', 'Scheidungsanwalt', 'kanzlei', '4711471147', 'Erstmeldung', 'Zweitmeldung', 'Lieblingslied'],
  ...['Arzttermine', 'urologe', '766389', '169722', 'Münsterplatz', 'Stammkneipe', 'Geheimtreffen', 'Einverstanden'],
  ...['Chatverlauf', 'Schweigegeld', '88.88', 'Notizbuch', 'Kanalratte', 'Filmchen', 'Vollversammlung', 'Teestube'],
  ...['hunter2horse', 'Hauptbahnhof', 'password', '火锅店', '01729876543', 'zquistorp77', 'Ozzybaer', 'Tagespost'],
  ...['wx1234567890abcdef'],
]

interface Taped {
  readonly bot: TestBot
  readonly lines: readonly string[]
  /** What the server really said. */
  readonly raw: string
}

function tape(keep: readonly string[] = ['ding']): Taped {
  const lines: string[] = []
  const raw: string[] = []
  const bot = testBot(ding, {
    world: cast,
    bot: { include: 'all' },
    wire: (http, { scheduler }) => {
      const record = recordSession(
        {
          http: (request) =>
            http(request).pipe(
              tap(({ body, setCookies, headers }) => raw.push(body, ...setCookies, headers.location ?? '')),
            ),
          scheduler,
        },
        { keep },
      )
      record.lines$.subscribe((line) => lines.push(line))
      return record.http
    },
  })
  story(bot.world)
  bot.advance(60_000)
  bot.world.kick('bot', 1102)
  bot.advance(60_000)
  bot.fault('http-502', { endpoint: 'webwxsync' })
  bot.fault('html', { endpoint: 'webwxsync' })
  bot.advance(120_000)
  bot.says('mina', 'nach der Nacht')
  bot.bot.stop()
  return { bot, lines, raw: raw.join('\n') }
}

const replay = (lines: readonly string[]): TestBot => {
  const bot = testBot(ding, {
    bot: { include: 'all' },
    wire: (_, { scheduler }) => replaySession(lines, { scheduler }),
  })
  bot.advance(600_000)
  return bot
}

const { bot: live, lines, raw } = tape()
const record = lines.join('\n')

const kinds = (messages: readonly Message[]) => messages.map(({ type, isRoom, own }) => [type, isRoom, own])

test('the story has every kind of message that can come, and the secrets are there before they are looked for', () => {
  expect(new Set(live.messages.map(({ type }) => type)).size).toBeGreaterThan(20)
  expect([...names, ...told].filter((secret) => !raw.includes(secret))).toEqual([])
})

test('no name and no text is in the record', () => {
  expect([...names, ...told].filter((secret) => record.toLowerCase().includes(secret.toLowerCase()))).toEqual([])
})

test('no key, ticket, cookie, number or UserName of the session is in the record', () => {
  const sessions = [...live.world.sessions.values()]
  const persons = [...live.world.persons.values()].filter(({ kind }) => kind !== 'special')
  const secrets = [
    ...sessions.flatMap(({ uin, sid, skey, freshSkey, passTicket, dataTicket }) => [
      uin,
      sid,
      skey,
      freshSkey,
      passTicket,
      decodeURIComponent(passTicket),
      dataTicket,
    ]),
    ...live.world.tickets.keys(),
    ...live.world.attempts.keys(),
    ...persons.map(({ wxid }) => wxid),
    ...[...live.world.rooms.values()].map(({ chatroom }) => chatroom),
  ]
  expect(sessions.length).toBe(2)
  expect(secrets.filter((secret) => record.includes(secret))).toEqual([])
})

test('nothing long that the server said is in the record: ids, hashes, numbers, UserNames, values of cookies', () => {
  const said = new Set(raw.match(/[0-9a-f]{12,}|\d{7,}|[A-Za-z0-9+/]{20,}/g))
  // Names of fields and of endpoints, and times, which begin with virtual time here anyway.
  const scheme = /^(?:[A-Z][A-Za-z]+|15778\d{5}|bin\/webwx[a-z]+|\/?mmchatroombarannounceme[a-z]+)$/
  expect(said.size).toBeGreaterThan(100)
  expect([...said].filter((token) => record.includes(token) && !scheme.test(token))).toEqual([])
})

test('no field of the service is taken for something personal', () => {
  const fieldsOf = (text: string) => new Set(text.match(/(?<=\\?")[A-Z][A-Za-z]+(?=\\?":)/g))
  const kept = fieldsOf(record)
  expect(kept.size).toBeGreaterThan(60)
  expect([...fieldsOf(raw)].filter((field) => !kept.has(field))).toEqual([])
})

test('the replay hands out the same kinds of messages in the same order, and answers are the same', () => {
  const again = replay(lines)
  expect(kinds(again.messages)).toEqual(kinds(live.messages))
  expect(again.events.map(({ type }) => type).filter((type) => type === 'sessionLost')).toHaveLength(1)
  const dings = (bot: TestBot) =>
    bot.messages.filter((message) => message.type === 'text' && message.text === 'ding').length
  expect([dings(live), dings(again)]).toEqual([1, 1])
  const notices = again.messages.flatMap((message) => (message.type === 'system' ? [message.text] : []))
  expect(notices.some((text) => text.includes('修改群名为'))).toBe(true)
})

test('who was one is one, and who were two are two', () => {
  const again = replay(lines)
  const pattern = (messages: readonly Message[]) => {
    const seen: string[] = []
    return messages.map(({ from }) => {
      if (!seen.includes(from.userName)) seen.push(from.userName)
      return seen.indexOf(from.userName)
    })
  }
  expect(pattern(again.messages)).toEqual(pattern(live.messages))
  const recalled = again.messages.find((message) => message.type === 'recall')
  expect(again.messages.some(({ id }) => recalled?.type === 'recall' && id === recalled.recalledId)).toBe(true)
  const quote = again.messages.find((message) => message.type === 'quote')
  expect(again.messages.some(({ id }) => quote?.type === 'quote' && id === quote.quoted.id)).toBe(true)
})

test('without words to keep, a command of the bot is a word like any other', () => {
  expect(tape([]).lines.join('\n')).not.toContain('ding')
})

test('the same session makes the same record', () => {
  expect(tape().lines).toEqual(lines)
})

test('a real bot takes the way to the network that it is given', async () => {
  const bot = createBot({ wire: () => replaySession(lines) })
  const online = firstValueFrom(bot.state$.pipe(filter(({ type }) => type === 'online')))
  bot.start()
  expect((await online).type).toBe('online')
  bot.stop()
})
