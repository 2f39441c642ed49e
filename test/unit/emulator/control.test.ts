import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { sendKinds } from '../../../src/emulator/control/kinds.js'
import { controlPage } from '../../../src/emulator/control/page.js'
import { control, controls } from '../../../src/emulator/control/table.js'
import { createWorld, type Phone, type SendVerbs, type World, type WorldOptions } from '../../../src/emulator/index.js'
import { isFailure } from '../../../src/errors.js'
import { createVirtualClock } from '../../../src/testing/virtual-clock.js'

type Raw = { readonly [name: string]: unknown }

const bytes = new TextEncoder().encode('GIF89a, more or less')
const base64 = Buffer.from(bytes).toString('base64')

const worldOf = (options: Partial<WorldOptions> = {}): World =>
  createWorld({ scheduler: createVirtualClock().scheduler, ...options })

const post = (world: World, name: string, given: Raw = {}): Raw => ({ ...control(world, 'POST', name, given) })
const get = (world: World, name: string, given: Raw = {}): Raw => ({ ...control(world, 'GET', name, given) })

/** What the account's web client would read, with everything that hangs on it. */
const queue = (world: World): readonly unknown[] =>
  (world.accounts.get('bot')?.queue.after(0, 1_000) ?? []).map((news) => JSON.parse(JSON.stringify(news)))

const refusal = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    if (isFailure(error) && error.kind === 'argument') return error.message
    throw error
  }
  return 'taken'
}

interface Sample {
  readonly given: Raw
  readonly code: (who: SendVerbs, to: string) => string
}

const link = { title: 'T', url: 'https://a.example/', des: 'D', thumbUrl: 'https://a.example/p' }
const music = { title: 'S', des: 'singer', url: 'https://m.example/', dataUrl: 'https://m.example/s.mp3' }
const place = { latitude: 30.25, longitude: 120.15, label: '西湖', poiName: '断桥' }
const quoted = { msgId: '42', by: 'bot', content: 'before', type: 1 }
const items = [{ name: 'A', text: 'hi', time: '2018-3-13 18:03' }]

/** One message of each kind, as fields and as a call of the code. */
const samples: Readonly<Record<string, readonly Sample[]>> = {
  image: [
    { given: { base64 }, code: (who, to) => who.sendImage(to, bytes) },
    {
      given: { base64, thumb: base64, form: 'xml' },
      code: (who, to) => who.sendImage(to, bytes, { thumb: bytes, form: 'xml' }),
    },
  ],
  voice: [
    {
      given: { base64, ms: 2_500, form: 'xml' },
      code: (who, to) => who.sendVoice(to, bytes, { ms: 2_500, form: 'xml' }),
    },
  ],
  video: [
    {
      given: { base64, seconds: 7, micro: true },
      code: (who, to) => who.sendVideo(to, bytes, { seconds: 7, micro: true }),
    },
  ],
  sticker: [
    {
      given: { base64, store: true, game: { type: 2, content: 6 } },
      code: (who, to) => who.sendSticker(to, bytes, { store: true, game: { type: 2, content: 6 } }),
    },
  ],
  file: [{ given: { base64, name: 'a b.txt' }, code: (who, to) => who.sendFile(to, bytes, { name: 'a b.txt' }) }],
  link: [
    {
      given: { ...link, source: { wxid: 'gh_1', name: 'News' } },
      code: (who, to) => who.sendLink(to, { ...link, source: { wxid: 'gh_1', name: 'News' } }),
    },
    { given: { title: 't', url: 'u' }, code: (who, to) => who.sendLink(to, { title: 't', url: 'u' }) },
  ],
  articles: [
    {
      given: { articles: [link, { title: 'second', url: 'u' }] },
      code: (who, to) => who.sendArticles(to, [link, { title: 'second', url: 'u' }]),
    },
  ],
  music: [{ given: music, code: (who, to) => who.sendMusic(to, music) }],
  miniProgram: [
    {
      given: { title: 'M', appId: 'wx1', page: 'p', owner: 'gh_2@app' },
      code: (who, to) => who.sendMiniProgram(to, { title: 'M', appId: 'wx1', page: 'p', account: 'gh_2@app' }),
    },
  ],
  location: [{ given: place, code: (who, to) => who.sendLocation(to, place) }],
  liveLocation: [{ given: {}, code: (who, to) => who.sendLiveLocation(to) }],
  card: [{ given: { card: 'bob' }, code: (who, to) => who.sendCard(to, 'bob') }],
  quote: [{ given: { text: 'yes', ...quoted }, code: (who, to) => who.sendQuote(to, 'yes', quoted) }],
  history: [{ given: { title: 'H', items }, code: (who, to) => who.sendHistory(to, 'H', items) }],
  transfer: [
    {
      given: { amount: '￥0.10', memo: 'lunch', state: 'received' },
      code: (who, to) => who.sendTransfer(to, { amount: '￥0.10', memo: 'lunch', state: 'received' }),
    },
  ],
  redPacket: [{ given: {}, code: (who, to) => who.sendRedPacket(to) }],
  note: [{ given: { text: 'N' }, code: (who, to) => who.sendNote(to, 'N') }],
  channels: [
    { given: { nickName: 'C', des: 'D' }, code: (who, to) => who.sendChannels(to, { nickName: 'C', des: 'D' }) },
  ],
  invitation: [{ given: { room: 'lunch' }, code: (who, to) => who.sendInvitation(to, 'lunch') }],
  call: [
    { given: {}, code: (who, to) => who.call(to) },
    { given: { type: 52 }, code: (who, to) => who.call(to, 52) },
  ],
}

const each = Object.entries(samples).flatMap(([kind, list]) => list.map((sample, at) => ({ kind, at, ...sample })))

describe('a message of any kind', () => {
  test('has an example here', () =>
    expect(Object.keys(samples).sort()).toEqual(sendKinds.map(({ kind }) => kind).sort()))

  test.each(each)('of a person: $kind $at is what the code sends', ({ kind, given, code }) => {
    for (const to of ['bot', 'team']) {
      const [over, direct] = [worldOf(), worldOf()]
      const { msgId } = post(over, 'send', { person: 'alice', to, kind, ...given })
      expect(msgId).toBe(code(direct.person('alice'), to))
      expect(queue(over)).toEqual(queue(direct))
      expect(queue(over).length).toBeGreaterThan(0)
    }
  })

  test.each(each)('of the phone: $kind $at is what the code sends', ({ kind, given, code }) => {
    const [over, direct] = [worldOf(), worldOf()]
    const { msgId } = post(over, 'phoneSend', { to: 'alice', kind, ...given })
    const phone: Phone = direct.phone()
    expect(msgId).toBe(code(phone, 'alice'))
    expect(queue(over)).toEqual(queue(direct))
  })

  test.each(each)('$kind $at refuses a field that it does not have, by name', ({ kind, given }) => {
    const said = refusal(() => post(worldOf(), 'send', { person: 'alice', kind, ...given, colour: 'red' }))
    expect(said).toMatch(/^colour: is not a field here; the fields are person, to\?, account\?/)
  })

  test.each(each.flatMap(({ kind, given }) => required(kind).map((field) => ({ kind, field, given }))))(
    '$kind asks for $field',
    ({ kind, field, given }) => {
      const { [field]: _, ...rest } = given
      expect(refusal(() => post(worldOf(), 'send', { person: 'alice', kind, ...rest }))).toMatch(`${field}: is missing`)
      const wrong = { ...rest, [field]: Number.NaN }
      expect(refusal(() => post(worldOf(), 'send', { person: 'alice', kind, ...wrong }))).toMatch(`${field}: has to be`)
    },
  )

  test('a text and a raw message go the same way; a kind that is none is refused with those that are', () => {
    const world = worldOf()
    post(world, 'send', { person: 'alice', kind: 'text', text: 'a<b' })
    post(world, 'send', { person: 'alice', kind: 'raw', raw: { MsgType: 9999 } })
    expect(world.history().map(({ type, text }) => [type, text])).toEqual([
      [1, 'a<b'],
      [9999, ''],
    ])
    expect(refusal(() => post(world, 'send', { person: 'alice', kind: 'smell' }))).toMatch(/^kind: .*location.*call$/)
    expect(refusal(() => post(world, 'send', { person: 'alice', kind: 'toString' }))).toMatch(/^kind: /)
  })
})

function required(kind: string): readonly string[] {
  const fields = sendKinds.find((one) => one.kind === kind)?.fields ?? {}
  return Object.entries(fields).flatMap(([name, { optional }]) => (optional ? [] : [name]))
}

/** One good request for each control that is not `send` or `phoneSend`. */
const good: Readonly<Record<string, Raw>> = {
  state: {},
  requests: { endpoint: 'webwxsync', since: '1' },
  faultNames: {},
  sent: {},
  history: { account: 'bot', chat: 'alice', limit: '3' },
  events: { type: 'sent' },
  verbs: {},
  logoutWeb: { code: 1102, keepDevice: true },
  phoneSay: { to: 'alice', text: 'x' },
  phoneRecall: { msgId: '1', chat: 'alice' },
  openChat: { chat: 'alice' },
  leaveChat: { chat: 'alice' },
  readChat: { chat: 'team' },
  remark: { friend: 'alice', remarkName: 'Al' },
  say: { person: 'alice', text: 'x' },
  sayIn: { person: 'alice', room: 'team', text: 'x' },
  recall: { msgId: '1', chat: 'alice' },
  rename: { person: 'alice', nickName: 'Al' },
  changeAvatar: { person: 'alice', base64 },
  request: { person: 'carol', greeting: 'hi' },
  suggest: { person: 'carol' },
  befriend: { person: 'carol' },
  unfriend: { person: 'alice' },
  block: { person: 'alice' },
  vanish: { person: 'alice' },
  pat: { person: 'alice', to: 'team', patted: 'bot', form: 'sysmsg' },
  renameRoom: { room: 'team', topic: 'T', by: 'alice' },
  addMembers: { room: 'lunch', persons: ['carol'], by: 'bob' },
  joinRoom: { room: 'lunch', person: 'carol', by: 'bob' },
  removeMember: { room: 'team', person: 'carol', by: 'alice', form: 'sysmsg' },
  leaveRoom: { room: 'team', person: 'carol' },
  setOwner: { room: 'team', person: 'bob' },
  restrictRoom: { room: 'team', restricted: true },
  displayName: { room: 'team', person: 'alice', displayName: 'A.' },
  announce: { room: 'team', text: 'T', by: 'alice' },
  notice: { room: 'team', text: 'T' },
  addAccount: {
    id: 'second',
    nickName: '二',
    uin: '123456',
    phone: { scanAfter: 1, confirmAfter: 2 },
    webLogin: 'allowed',
  },
  changeAccount: { phone: 'auto', webLogin: 'desktopOnly' },
  addPerson: { id: 'dora', nickName: 'D', kind: 'official', friendOf: ['bot'], sex: 2, starred: true, recent: true },
  addRoom: { id: 'r', topic: 'R', members: ['bot', { id: 'alice', displayName: 'A.' }], owner: 'alice', muted: true },
  addMessages: { count: 2, from: 'alice', to: 'bot', text: 'no. {n}' },
  inject: { entries: [null, 1, { MsgId: '1' }] },
  kick: { code: 1102 },
  fault: { name: 'delay', endpoint: 'webwx*', times: 2, probability: 0.5, after: 1, ms: 5 },
  clearFaults: {},
  change: { echo: true, hold: 5, backlog: 'kept', sendLimit: { count: 1, within: 2, recovery: 3 }, roomLimit: null },
  capability: { name: 'createRoom', service: 1203 },
}

/** They need something that happened before; there are tests of their own below and of the server. */
const apart = ['send', 'phoneSend', 'scan', 'confirm', 'cancel', 'accept', 'media']

test('each control has an example here', () => {
  const names = controls.map(({ name }) => name)
  expect([...Object.keys(good), ...apart].sort()).toEqual([...names].sort())
  expect(new Set(names).size).toBe(names.length)
})

describe.each(controls.filter(({ name }) => good[name] !== undefined))('$method $name', ({ name, method }) => {
  test('takes a good request', () => {
    expect(refusal(() => control(worldOf(), method, name, good[name] ?? {}))).toBe('taken')
  })

  test('refuses a field that it does not have, by name', () => {
    const given = { ...good[name], colour: 'red' }
    expect(refusal(() => control(worldOf(), method, name, given))).toMatch(/^colour: is not a field here/)
  })

  test('refuses the other method', () => {
    const other = method === 'GET' ? 'POST' : 'GET'
    expect(refusal(() => control(worldOf(), other, name, {}))).toBe(`${name}: is a ${method}, not a ${other}`)
  })

  test('refuses a value of another type, whichever field it is', () => {
    for (const field of Object.keys(controls.find((one) => one.name === name)?.fields ?? {}))
      expect(refusal(() => control(worldOf(), method, name, { ...good[name], [field]: Number.NaN }))).toMatch(
        `${field}: `,
      )
  })
})

test('a name that is no control is refused, also one that every object has', () => {
  for (const name of ['nothing', 'toString', '__proto__', ''])
    expect(refusal(() => post(worldOf(), name))).toBe(`${name}: is no control; GET /_control/ lists them`)
})

test('nested fields are refused by their whole name', () => {
  const world = worldOf()
  const room = { id: 'r', members: ['bot', { id: 'alice', name: 'A.' }] }
  expect(refusal(() => post(world, 'addRoom', room))).toMatch(/^members\[1\]\.name: is not a field here/)
  const articles = { person: 'alice', kind: 'articles', articles: [link, { title: 't' }] }
  expect(refusal(() => post(world, 'send', articles))).toMatch(/^articles\[1\]\.url: is missing/)
  const limit = { sendLimit: { count: 1, within: 2, recover: 3 } }
  expect(refusal(() => post(world, 'change', limit))).toMatch(/^sendLimit\.recover: is not a field here/)
})

test('what is given arrives', () => {
  const world = worldOf()
  post(world, 'addAccount', good.addAccount)
  post(world, 'addPerson', good.addPerson)
  post(world, 'addRoom', good.addRoom)
  post(world, 'addMessages', good.addMessages)
  post(world, 'change', good.change)
  post(world, 'inject', good.inject)
  post(world, 'displayName', good.displayName)
  post(world, 'restrictRoom', good.restrictRoom)
  expect(world.accounts.get('second')).toMatchObject({ uin: '123456', phone: { scanAfter: 1, confirmAfter: 2 } })
  expect(world.persons.get('dora')).toMatchObject({ nickName: 'D', kind: 'official', sex: 2, friendOf: ['bot'] })
  expect(world.accounts.get('bot')?.friends.get('dora')?.starred).toBe(true)
  expect(world.rooms.get('r')).toMatchObject({ topic: 'R', owner: 'alice' })
  expect(world.rooms.get('r')?.members.get('alice')).toBe('A.')
  expect(world.accounts.get('bot')?.rooms.get('r')?.muted).toBe(true)
  expect(world.history('bot', 'alice').map(({ text }) => text)).toEqual(['no. 1', 'no. 2'])
  expect(world.settings).toMatchObject({ echo: true, hold: 5, backlog: 'kept', sendLimit: { recovery: 3 } })
  expect(world.rooms.get('team')).toMatchObject({ restricted: true })
  post(world, 'change', { sendLimit: null })
  expect(world.settings.sendLimit).toBeUndefined()
})

test('a phone that is worked by hand scans, confirms and cancels; one that becomes automatic takes what waits', () => {
  const clock = createVirtualClock()
  const world = createWorld({ scheduler: clock.scheduler })
  const begin = (): void => {
    control(world, 'POST', 'clearFaults', {})
    world.attemptChanged({ uuid: 'u', kind: 'qr', createdAt: world.now(), state: 'waiting', told: false })
  }
  begin()
  expect(refusal(() => post(world, 'scan'))).toBe('scan: no QR code waits')
  world.attempts.set('u', { uuid: 'u', kind: 'qr', createdAt: world.now(), state: 'waiting', told: false })
  post(world, 'scan', { uuid: 'u' })
  expect(get(world, 'state').codes).toMatchObject([{ uuid: 'u', state: 'scanned', account: 'bot' }])
  post(world, 'cancel')
  expect(get(world, 'state').codes).toEqual([])
  world.attempts.set('w', { uuid: 'w', kind: 'qr', createdAt: world.now(), state: 'waiting', told: false })
  post(world, 'changeAccount', { phone: 'auto' })
  clock.advance(1_000)
  expect(world.attempts.get('w')).toMatchObject({ state: 'confirmed', account: 'bot' })
})

test('the history of an account has both sides in order, and only the chat that is asked for', () => {
  const world = worldOf()
  post(world, 'say', { person: 'alice', text: 'one & <two>' })
  post(world, 'phoneSay', { to: 'alice', text: 'from the phone' })
  post(world, 'sayIn', { person: 'bob', room: 'team', text: 'in the room' })
  post(world, 'openChat', { chat: 'team' })
  expect(get(world, 'history').history).toMatchObject([
    { chat: 'alice', from: 'alice', origin: 'other', type: 1, text: 'one & <two>' },
    { chat: 'alice', from: 'bot', origin: 'phone', text: 'from the phone' },
    { chat: 'team', from: 'bob', origin: 'other', text: 'in the room' },
  ])
  expect(get(world, 'history', { chat: 'team' }).history).toMatchObject([{ text: 'in the room' }])
  expect(get(world, 'history', { limit: '1' }).history).toMatchObject([{ text: 'in the room' }])
})

describe('the list of controls', () => {
  const page = controlPage('http://127.0.0.1:8080')

  test('names every control, kind and field', () => {
    for (const { name, method, fields, kinds = {} } of controls) {
      expect(page).toContain(`${method} ${name}\n`)
      for (const field of Object.keys(fields)) expect(page).toMatch(new RegExp(`^ +${field}\\??  `, 'm'))
      for (const kind of Object.keys(kinds)) expect(page).toContain(`kind: ${kind}  `)
    }
  })

  test('is there as JSON, too', () => {
    const verbs = get(worldOf(), 'verbs').verbs
    expect(verbs).toContainEqual({
      name: 'sayIn',
      method: 'POST',
      about: 'A person writes a text into a room.',
      fields: {
        person: { type: 'a text', optional: false, about: 'Who does it: the id of a person or an account.' },
        room: { type: 'a text', optional: false, about: 'The id of the room.' },
        text: { type: 'a text', optional: false, about: 'The text.' },
      },
    })
  })

  test('stands in the documentation, in the words of the code', () => {
    const text = readFileSync(new URL('../../../src/emulator/README.md', import.meta.url), 'utf8')
    const rows = text.split('\n').filter((line) => /^\| (?:GET|POST) /.test(line))
    expect(rows).toEqual(controls.map(({ method, name, about }) => `| ${method} \`${name}\` | ${about} |`))
    const kinds = text.split('\n').filter((line) => line.startsWith('| kind '))
    expect(kinds).toEqual(sendKinds.map(({ kind, about }) => `| kind \`${kind}\` | ${about} |`))
  })
})
