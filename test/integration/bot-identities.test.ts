import { map } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { type AddressBook, allowed, type Bot, type HttpResponse, reply } from '../../src/index.js'
import { createStage, type Run, type RunOptions } from '../support/bot/stage.js'

const faceless = (response: HttpResponse): HttpResponse => ({
  ...response,
  body: response.body.replace(/seq=\d+&/g, 'seq=0&'),
})

/** People without pictures: their nicknames are all that there is. */
const withoutFaces: RunOptions = { wire: (http) => (request) => http(request).pipe(map(faceless)) }

const bookOf = ({ bot }: Run): AddressBook => {
  let book: AddressBook | undefined
  bot.contacts$.subscribe((latest) => (book = latest)).unsubscribe()
  if (book === undefined) throw new Error('no address book came')
  return book
}

const count = (bot: Bot): void =>
  bot.converse<number>('count', {
    start: () => 1,
    reduce: (n, message) => ({ state: n + 1, commands: [reply(message, `number ${n}`)] }),
  })

function annAndBot(options: RunOptions = withoutFaces) {
  const stage = createStage({ accounts: [{ id: 'bot' }], persons: [{ id: 'ann', nickName: 'Ann' }] })
  const run = stage.run({ prepare: count, ...options })
  stage.advance(10_000)
  stage.say('ann', 'hello')
  stage.advance(5_000)
  const loginAgain = (): void => {
    stage.world.kick(undefined, 1100)
    stage.advance(60_000)
  }
  const textsTo = (whom: string): readonly (string | undefined)[] =>
    stage.world
      .sent()
      .filter(({ to }) => to === whom)
      .map(({ text }) => text)
  return { stage, run, was: run.messages[0]?.from.id ?? '', loginAgain, textsTo }
}

describe('a stranger with the name of a friend', () => {
  test.each([
    ['without avatars', withoutFaces, 'likely'],
    ['with another avatar', {}, 'ambiguous'],
  ])('%s gets neither the send that waits nor the memory of the dialogue, nor obeys the bot', (_, options, type) => {
    const { stage, run, was, textsTo } = annAndBot(options)
    run.bot.use((messages$) =>
      messages$.pipe(
        allowed(was),
        map((message) => reply(message, 'as you wish')),
      ),
    )
    run.bot.send({ id: was }, 'private', { at: stage.clock.now() + 30_000 }).subscribe({ error: () => {} })
    stage.world.kick(undefined, 1100)
    stage.world.person('ann').vanish('bot')
    stage.world.addPerson({ id: 'thief', nickName: 'Ann' })
    stage.advance(60_000)
    stage.say('thief', 'stop')
    stage.advance(3_600_000)
    expect(run.messages.at(-1)?.from.id).not.toBe(was)
    expect(textsTo('thief')).toEqual(['number 1'])
    expect(run.events.filter((event) => event.type === type)).toHaveLength(1)
  })
})

describe('who is likely somebody known', () => {
  test('is answered under a new id; sends and memory wait, also over a restart, until bind settles it', () => {
    const { stage, run, was, loginAgain, textsTo } = annAndBot()
    loginAgain()
    stage.say('ann', 'again')
    stage.advance(5_000)
    const now = run.messages.at(-1)?.from.id ?? ''
    expect(run.events).toContainEqual({
      type: 'likely',
      id: now,
      name: 'Ann',
      candidate: was,
      candidateName: 'Ann',
      by: 'nickName',
      isTaken: false,
    })
    const outcomes: string[] = []
    run.bot.send(was, 'kept for you').subscribe({ next: ({ outcome }) => outcomes.push(outcome), error: () => {} })
    stage.advance(3_600_000)
    expect([textsTo('ann'), outcomes]).toEqual([['number 1', 'number 1'], []])
    run.kill()
    const next = stage.run({ prepare: count, ...withoutFaces })
    stage.advance(60_000)
    expect([textsTo('ann').length, next.events.filter(({ type }) => type === 'likely').length]).toEqual([2, 1])
    next.bot.bind(now, was).subscribe()
    stage.advance(10_000)
    stage.say('ann', 'at last')
    stage.advance(5_000)
    expect(textsTo('ann')).toEqual(['number 1', 'number 1', 'kept for you', 'number 2'])
    expect(next.messages.at(-1)?.from.id).toBe(was)
    expect(next.events).toContainEqual({ type: 'idChanged', from: now, to: was, name: 'Ann' })
    expect([bookOf(next).byId(was)?.name, bookOf(next).byId(now)?.id]).toEqual(['Ann', was])
  })

  test('holds up nobody else, and bound to itself is somebody new', () => {
    const { stage, run, was, loginAgain, textsTo } = annAndBot()
    loginAgain()
    const refused: string[] = []
    run.bot.send(was, 'nobody').subscribe(({ outcome }) => refused.push(outcome))
    run.bot.send('filehelper', 'at once').subscribe()
    stage.advance(500)
    expect(textsTo('filehelper')).toEqual(['at once'])
    const now = bookOf(run).find('Ann')[0]?.id ?? ''
    run.bot.bind(now, now).subscribe()
    stage.advance(5_000)
    expect([refused, textsTo('ann')]).toEqual([['refused'], ['number 1']])
  })

  test('is taken by a trusting bot', () => {
    const { stage, run, was, loginAgain, textsTo } = annAndBot({ ...withoutFaces, bot: { identities: 'trusting' } })
    loginAgain()
    stage.say('ann', 'again')
    stage.advance(5_000)
    expect([run.messages.at(-1)?.from.id, textsTo('ann')]).toEqual([was, ['number 1', 'number 2']])
    expect(run.events.filter((event) => event.type === 'likely' && event.isTaken)).toHaveLength(1)
  })
})

describe('members of rooms', () => {
  const team = () => {
    const stage = createStage({
      accounts: [{ id: 'bot', uin: '4711' }],
      persons: [
        { id: 'owner', nickName: 'Olga', friendOf: [] },
        { id: 'carol', nickName: 'Carol', friendOf: [] },
      ],
      rooms: [{ id: 'team', topic: 'Team', members: ['owner', 'carol', 'bot'], owner: 'owner' }],
    })
    const run = stage.run()
    stage.advance(10_000)
    return { stage, run }
  }
  const roomOf = (run: Run) => {
    const [room] = bookOf(run).find('Team')
    if (room?.kind !== 'room') throw new Error('there is no room')
    return room
  }

  test('have ids before they speak, can be looked up by them, and speak under them', () => {
    const { stage, run } = team()
    const carol = roomOf(run).members.find(({ name }) => name === 'Carol')
    expect(carol?.id).toMatch(/^p_/)
    expect(bookOf(run).byId(carol?.id ?? '')).toMatchObject({ id: carol?.id, name: 'Carol', kind: 'person' })
    stage.sayIn('team', 'carol', 'it is me')
    stage.advance(5_000)
    expect(run.messages.at(-1)?.from.id).toBe(carol?.id)
    expect(JSON.parse(JSON.stringify(roomOf(run).members)).map(({ id }: { id: string }) => id)).toContain(carol?.id)
  })

  test('include this account and the owner, who has an id', () => {
    const { stage, run } = team()
    stage.world.room('team').rename('Team', 'owner')
    stage.advance(5_000)
    const { ownerId, members } = roomOf(run)
    expect(ownerId).toBe(members.find(({ name }) => name === 'Olga')?.id)
    expect(members.map(({ id }) => id)).toContain(bookOf(run).self.id)
  })

  test('whose ids nobody has read are in no store', async () => {
    const { stage, run } = team()
    let known = 0
    stage.store.load().subscribe(({ identities }) => (known = identities.length))
    const before = known
    expect(roomOf(run).members.map(({ id }) => id)).toHaveLength(3)
    stage.sayIn('team', 'carol', 'x')
    stage.advance(5_000)
    stage.store.load().subscribe(({ identities }) => (known = identities.length))
    expect(known - before).toBe(2)
  })
})

test('this account has one id in every store, another one than other accounts have, and is self, too', () => {
  const selfOf = (uin: string) => {
    const stage = createStage({ accounts: [{ id: 'bot', uin }] })
    const run = stage.run()
    stage.advance(10_000)
    const { self, byId } = bookOf(run)
    run.bot.send('self', 'a note').subscribe()
    stage.advance(5_000)
    return { id: self.id, sent: stage.world.sent().map(({ to }) => to), found: [byId('self')?.id, byId(self.id)?.id] }
  }
  const [one, again, other] = [selfOf('4711'), selfOf('4711'), selfOf('4712')]
  expect(one).toEqual({ id: expect.stringMatching(/^p_[0-9a-f]{16}$/), sent: ['bot'], found: [one.id, one.id] })
  expect([again.id === one.id, other.id === one.id]).toEqual([true, false])
})

describe('a room that is not saved', () => {
  /** A busy account: the service does not count the room among the recent chats. */
  const withoutRooms = (response: HttpResponse): HttpResponse => {
    const init = JSON.parse(response.body)
    const isRoom = ({ UserName }: { readonly UserName: string }): boolean => UserName.startsWith('@@')
    const ContactList = init.ContactList.filter((one: { readonly UserName: string }) => !isRoom(one))
    return { ...response, body: JSON.stringify({ ...init, ContactList, ChatSet: '' }) }
  }
  /** Nor does the phone, or the news, tell of it. */
  const untold = (response: HttpResponse): HttpResponse => {
    const body = JSON.parse(response.body)
    const isTold = ({ MsgType }: { readonly MsgType: number }): boolean => MsgType !== 51
    const AddMsgList = body.AddMsgList.filter(isTold)
    const news = { AddMsgCount: AddMsgList.length, AddMsgList, ModContactCount: 0, ModContactList: [] }
    return { ...response, body: JSON.stringify({ ...body, ...news }) }
  }
  const wire: RunOptions['wire'] = (http) => (request) =>
    http(request).pipe(
      map((response) => {
        if (request.endpoint === 'webwxinit') return withoutRooms(response)
        return request.endpoint === 'webwxsync' ? untold(response) : response
      }),
    )

  const unsaved = () => {
    const stage = createStage({
      accounts: [{ id: 'bot' }],
      persons: ['a', 'b', 'c'].map((id) => ({ id, nickName: `Friend ${id}` })),
      rooms: [{ id: 'side', topic: '测试群3', members: ['a', 'b', 'c', 'bot'], saved: false, recent: false }],
    })
    const run = stage.run({ wire })
    stage.advance(10_000)
    stage.sayIn('side', 'a', 'before')
    stage.advance(10_000)
    return { stage, run }
  }

  test('has its name and its id in the first message after a login; what comes behind it keeps its place', () => {
    const { stage, run } = unsaved()
    stage.world.kick(undefined, 1100)
    stage.advance(60_000)
    stage.sayIn('side', 'a', 'after')
    stage.say('b', 'behind')
    stage.advance(10_000)
    const seen = run.messages.map((message) => [message.conversation.name, message.type === 'text' ? message.text : ''])
    expect(seen).toEqual([
      ['测试群3', 'before'],
      ['测试群3', 'after'],
      ['Friend b', 'behind'],
    ])
    expect(run.messages[1]?.conversation.id).toBe(run.messages[0]?.conversation.id)
  })

  test('whose details take too long is handed out without them, and an event says which id became which', () => {
    const { stage, run } = unsaved()
    const was = run.messages[0]?.conversation.id
    stage.world.kick(undefined, 1100)
    stage.advance(60_000)
    stage.world.fault({ name: 'delay', endpoint: 'webwxbatchgetcontact', ms: 10_000, times: 1 })
    stage.sayIn('side', 'a', 'after')
    stage.advance(3_000)
    const early = run.messages[1]?.conversation.id
    expect([early === undefined, early === was]).toEqual([false, false])
    stage.advance(20_000)
    expect(run.events).toContainEqual({ type: 'idChanged', from: early, to: was, name: '测试群3' })
  })
})
