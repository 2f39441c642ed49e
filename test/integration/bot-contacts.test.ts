import { firstValueFrom, map, of } from 'rxjs'
import { describe, expect, test } from 'vitest'
import type { PersonOptions, RoomOptions } from '../../src/emulator/index.js'
import type { AddressBook, HttpResponse } from '../../src/index.js'
import { keepsItsPromises } from '../support/bot/promises.js'
import { createStage, type Run } from '../support/bot/stage.js'

const persons = (count: number): readonly PersonOptions[] =>
  Array.from({ length: count }, (_, n) => ({ id: `friend-${n}`, nickName: `Friend ${n}`, alias: `alias-${n}` }))

const rooms = (count: number): readonly RoomOptions[] =>
  Array.from({ length: count }, (_, n) => ({
    id: `room-${n}`,
    topic: `Room ${n}`,
    members: ['bot', `friend-${n}`, `friend-${n + 1}`],
    saved: n % 2 === 0,
    recent: n % 2 === 1,
  }))

const bookOf = (run: Run): AddressBook => {
  let book: AddressBook | undefined
  run.bot.contacts$
    .subscribe((latest) => {
      book = latest
    })
    .unsubscribe()
  if (book === undefined) throw new Error('no address book came')
  return book
}

describe('a large account', () => {
  test('5,000 friends come in pages, 240 rooms in batches of fifty, and the book says when it is complete', () => {
    const friends = persons(5_000)
    const stage = createStage({ accounts: [{ id: 'bot' }], persons: friends, rooms: rooms(240) })
    const run = stage.run()
    stage.advance(60_000)
    const book = bookOf(run)
    expect(book.complete).toBe(true)
    expect(book.find('Friend 4999')).toHaveLength(1)
    expect(book.all().filter(({ kind }) => kind === 'room')).toHaveLength(240)
    const [room] = book.find('Room 17')
    expect(room?.kind === 'room' ? room.members.map(({ name }) => name).sort() : []).toEqual([
      'Friend 17',
      'Friend 18',
      'bot',
    ])
    expect(stage.world.exchanges.list('webwxgetcontact').length).toBeLessThanOrEqual(7)
    expect(stage.world.exchanges.list('webwxbatchgetcontact').length).toBeLessThanOrEqual(Math.ceil(240 / 50) + 2)
    keepsItsPromises(stage)
  })

  test.each(['html', 'truncated', 'empty-body', 'http-502', 'reset', 'answer-lost'])(
    '200 saved and 40 unsaved rooms, and %s for page 4 once: nothing is missing, and no batch is wasted',
    (name) => {
      const mixed = rooms(240).map((room, n) => ({ ...room, saved: n < 200, recent: n >= 200 }))
      const stage = createStage({ accounts: [{ id: 'bot' }], persons: persons(5_000), rooms: mixed })
      stage.world.fault({ name, endpoint: 'webwxgetcontact', after: 3, times: 1 })
      const run = stage.run()
      stage.advance(60_000)
      const book = bookOf(run)
      expect(book.complete).toBe(true)
      const known = book.all().filter((contact) => contact.kind === 'room')
      expect(known.map(({ isSaved }) => isSaved).filter(Boolean)).toHaveLength(200)
      expect(known.map(({ members }) => members.length)).toEqual(Array.from({ length: 240 }, () => 3))
      expect(book.all().filter(({ kind, isFriend }) => kind === 'person' && isFriend)).toHaveLength(5_000)
      expect(stage.world.exchanges.list('webwxgetcontact').filter(({ fault }) => fault === name)).toHaveLength(1)
      const names = known.length + book.all().filter(({ kind, isFriend }) => kind !== 'room' && !isFriend).length
      expect(stage.world.exchanges.list('webwxbatchgetcontact').length).toBeLessThanOrEqual(Math.ceil(names / 50) + 2)
    },
  )

  test('messages do not wait for the address book: they are there before its last page', () => {
    const stage = createStage({ accounts: [{ id: 'bot' }], persons: persons(3_000) })
    stage.world.fault({ name: 'delay', endpoint: 'webwxgetcontact', ms: 20_000, times: 3 })
    const run = stage.run()
    stage.advance(5_000)
    stage.say('friend-2999', 'hello')
    stage.advance(2_000)
    expect(run.messages).toHaveLength(1)
    expect(bookOf(run).complete).toBe(false)
    stage.advance(90_000)
    expect(bookOf(run).complete).toBe(true)
    expect(bookOf(run).find('Friend 2999')[0]?.id).toBe(run.messages[0]?.from.id)
    keepsItsPromises(stage)
  })

  test.each(['html', 'truncated', 'empty-body', 'http-500', 'reset', 'null-entries'])(
    '%s among the pages and batches costs no contact',
    (name) => {
      const stage = createStage({ accounts: [{ id: 'bot' }], persons: persons(2_500), rooms: rooms(60) })
      stage.world.fault({ name, endpoint: 'webwx*getcontact', times: 3 })
      const run = stage.run()
      stage.advance(120_000)
      expect(bookOf(run).complete).toBe(true)
      expect(
        bookOf(run)
          .all()
          .filter(({ kind }) => kind === 'room'),
      ).toHaveLength(60)
      expect(bookOf(run).find('Friend 2499')).toHaveLength(1)
    },
  )
})

describe('people', () => {
  test('a stranger is delivered at once, named later, and keeps the id from the first moment', () => {
    const stage = createStage()
    stage.world.fault({ name: 'delay', endpoint: 'webwxbatchgetcontact', ms: 10_000, times: 5, after: 1 })
    const run = stage.run()
    stage.advance(10_000)
    stage.sayIn('team', 'alice', 'friends first')
    stage.world.addPerson({ id: 'zoe', nickName: 'Zoë', friendOf: [] })
    stage.say('zoe', 'you do not know me')
    stage.advance(2_000)
    const message = run.messages.find(({ conversation }) => conversation.id !== run.messages[0]?.conversation.id)
    expect(message).toMatchObject({ type: 'text', text: 'you do not know me' })
    stage.advance(60_000)
    const known = bookOf(run).find('Zoë')
    expect(known.map(({ id }) => id)).toEqual([message?.conversation.id])
    keepsItsPromises(stage)
  })

  test('strangers who were never named are forgotten by the next login, and friends are not', async () => {
    const stage = createStage()
    stage.world.fault({ name: 'http-500', endpoint: 'webwxbatchgetcontact', times: 1_000, after: 1 })
    stage.run()
    stage.advance(10_000)
    stage.world.addPerson({ id: 'zoe', nickName: 'Zoë', friendOf: [] })
    stage.say('zoe', 'nobody will know me')
    stage.advance(60_000)
    const known = async () =>
      (await firstValueFrom(stage.store.load())).identities
        .filter(({ kind }) => kind === 'person')
        .map(({ id, nickName }) => ({ id, nickName }))
    const before = await known()
    const unnamed = before.filter(({ id, nickName }) => nickName === '' && id.startsWith('p_'))
    expect(unnamed).toHaveLength(1)
    stage.runs[0]?.bot.stop()
    stage.world.kick(undefined, 1102)
    stage.run()
    stage.advance(60_000)
    // The next login is told who she is: somebody new, with nothing to find her by in what was kept.
    const named = before.filter((one) => !unnamed.includes(one))
    expect(await known()).toEqual([...named, { id: expect.stringMatching(/^p_/), nickName: 'Zoë' }])
    keepsItsPromises(stage)
  })

  test('rooms that the service chokes on cost no other room its members', () => {
    const poisoned: string[] = []
    const stage = createStage({ accounts: [{ id: 'bot' }], persons: persons(241), rooms: rooms(240) })
    const refused = JSON.stringify({ BaseResponse: { Ret: 1, ErrMsg: '' } })
    const run = stage.run({
      wire: (http) => (request) => {
        const isBatch = request.endpoint === 'webwxbatchgetcontact'
        const names = isBatch ? (`${request.body}`.match(/@@[0-9a-f]+/g) ?? []) : []
        if (poisoned.length === 0) poisoned.push(...names.filter((_, at) => at === 7 || at === 33))
        return names.some((name) => poisoned.includes(name))
          ? of({ status: 200, headers: {}, setCookies: [], body: refused })
          : http(request)
      },
    })
    stage.advance(5 * 60_000)
    const whole = bookOf(run)
      .all()
      .filter((one) => one.kind === 'room' && one.members.length === 3 && one.members.every(({ name }) => name !== ''))
      .map(({ userName }) => userName)
    expect(poisoned).toHaveLength(2)
    expect(whole.length).toBeGreaterThanOrEqual(238)
    expect(bookOf(run).status).toBe('complete')
  })

  test('one stranger who writes a hundred times is asked for once', () => {
    const stage = createStage()
    stage.run()
    stage.advance(10_000)
    const before = stage.world.exchanges.list('webwxbatchgetcontact').length
    stage.world.addPerson({ id: 'zoe', nickName: 'Zoë', friendOf: [] })
    for (let n = 0; n < 100; n += 1) stage.say('zoe', `again ${n}`)
    stage.advance(60_000)
    expect(stage.world.exchanges.list('webwxbatchgetcontact').length - before).toBe(1)
    keepsItsPromises(stage)
  })

  test('who is renamed keeps the id; who is new is in the book without being asked for; who is gone leaves it', () => {
    const stage = createStage()
    const run = stage.run()
    stage.advance(10_000)
    const [bob] = bookOf(run).find('Bob & Söhne')
    stage.world.person('bob').rename('Bob GmbH')
    stage.world.addPerson({ id: 'dora', nickName: 'Dora' })
    stage.world.person('alice').vanish('bot')
    stage.advance(10_000)
    expect(
      bookOf(run)
        .find('Bob GmbH')
        .map(({ id }) => id),
    ).toEqual([bob?.id])
    expect(bookOf(run).find('Dora')).toHaveLength(1)
    expect(bookOf(run).find('爱丽丝')).toHaveLength(0)
  })
})

describe('after a new login', () => {
  test.each(['kept', 'dropped'] as const)(
    'everybody has a new UserName and the same own id, replies reach the same people (backlog %s)',
    (backlog) => {
      const stage = createStage({ backlog })
      const run = stage.run()
      stage.advance(10_000)
      stage.say('alice', 'one')
      stage.say('bob', 'two')
      stage.sayIn('team', 'bob', 'three')
      stage.advance(5_000)
      const before = run.messages.map(({ conversation }) => conversation)
      // The dialog takes a while, and so does the address book: the answers wait for both.
      stage.world.fault({ name: 'delay', endpoint: 'webwxnewloginpage', ms: 20_000 })
      stage.world.fault({ name: 'delay', endpoint: 'webwxgetcontact', ms: 20_000 })
      stage.world.kick(undefined, 1100)
      stage.advance(10_000)
      const receipts: string[] = []
      for (const { id } of before) run.bot.send(id, `for ${id}`).subscribe(({ outcome }) => receipts.push(outcome))
      stage.advance(120_000)
      expect(receipts).toEqual(['accepted', 'accepted', 'accepted'])
      expect(stage.world.sent().map(({ to, text }) => [to, text])).toEqual([
        ['alice', `for ${before[0]?.id}`],
        ['bob', `for ${before[1]?.id}`],
        ['team', `for ${before[2]?.id}`],
      ])
      stage.say('alice', 'one again')
      stage.say('bob', 'two again')
      stage.sayIn('team', 'bob', 'three again')
      stage.advance(5_000)
      const after = run.messages.slice(3).map(({ conversation }) => conversation)
      expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id))
      expect(new Set([...before, ...after].map(({ userName }) => userName)).size).toBe(6)
      expect(run.events.filter(({ type }) => type === 'gap')).toHaveLength(1)
      keepsItsPromises(stage)
    },
  )

  test('what was said in between is handed out where the server kept it', () => {
    const stage = createStage({ backlog: 'kept', phone: { scanAfter: 1_000, confirmAfter: 20_000 } })
    const run = stage.run()
    stage.advance(40_000)
    stage.say('alice', 'before')
    stage.advance(5_000)
    stage.world.kick(undefined, 1100)
    stage.advance(1_000)
    for (let n = 0; n < 120; n += 1) stage.say(n % 2 === 0 ? 'alice' : 'bob', `in between ${n}`)
    stage.advance(60_000)
    expect(run.messages).toHaveLength(121)
    expect(new Set(run.messages.map(({ conversation }) => conversation.id)).size).toBe(2)
    keepsItsPromises(stage)
  })

  test('where the server dropped it, one gap event says so and nothing else is missing', () => {
    const stage = createStage({ phone: { scanAfter: 1_000, confirmAfter: 20_000 } })
    const run = stage.run()
    stage.advance(40_000)
    stage.say('alice', 'before')
    stage.advance(5_000)
    stage.world.kick(undefined, 1100)
    stage.advance(1_000)
    const lost = [stage.say('alice', 'unheard'), stage.say('bob', 'unheard, too')]
    stage.advance(60_000)
    stage.say('alice', 'after')
    stage.advance(5_000)
    expect(run.events.filter(({ type }) => type === 'gap')).toHaveLength(1)
    keepsItsPromises(stage, { lost })
  })
})

test('after a new login who could be two people is somebody new, an event says so, and bind settles it for messages and sends', () => {
  const stage = createStage({
    accounts: [{ id: 'bot' }],
    persons: [
      { id: 'ann', nickName: 'Ann' },
      { id: 'twin', nickName: 'Ann' },
    ],
  })
  const faceless = (response: HttpResponse): HttpResponse => ({
    ...response,
    body: response.body.replace(/seq=\d+&/g, 'seq=0&'),
  })
  const run = stage.run({ wire: (http) => (request) => http(request).pipe(map(faceless)) })
  stage.advance(10_000)
  stage.say('ann', 'before')
  stage.advance(5_000)
  const was = run.messages[0]?.from.id ?? ''
  stage.world.kick(undefined, 1100)
  stage.advance(60_000)
  stage.say('ann', 'after')
  stage.advance(30_000)
  const now = run.messages.at(-1)?.from.id ?? ''
  expect(now).not.toBe(was)
  const unsure = run.events.flatMap((event) => (event.type === 'ambiguous' ? [event] : []))
  expect(unsure.find(({ id }) => id === now)?.candidates).toContain(was)
  let bound = false
  run.bot.bind(now, was).subscribe({ complete: () => (bound = true) })
  expect(bound).toBe(true)
  stage.say('ann', 'bound')
  stage.advance(5_000)
  expect(run.messages.at(-1)?.from.id).toBe(was)
  run.bot.send({ id: was }, 'hello again').subscribe()
  run.bot.send({ id: now }, 'and to the other id').subscribe()
  stage.advance(10_000)
  expect(stage.world.sent().map(({ to, text }) => [to, text])).toEqual([
    ['ann', 'hello again'],
    ['ann', 'and to the other id'],
  ])
  let failed: unknown
  run.bot.bind('p_nobody', was).subscribe({ error: (error) => (failed = error) })
  expect(failed).toMatchObject({ kind: 'argument' })
})
