import { map } from 'rxjs'
import { describe, expect, test } from 'vitest'
import type { Cast } from '../../src/emulator/index.js'
import {
  type Behaviour,
  direct,
  fromKind,
  fromSender,
  inChat,
  type Message,
  type Party,
  type PartyKind,
  reply,
} from '../../src/index.js'
import { createStage, type Run, type RunOptions, type Stage } from '../support/bot/stage.js'

/** Alice and the two other friends have remarks that nobody but the account's owner may read. */
const cast: Cast = {
  accounts: [{ id: 'bot', nickName: 'Robot' }],
  persons: [
    { id: 'alice', nickName: 'Alice', remarkName: 'owes me money' },
    { id: 'bob', nickName: 'Bob', remarkName: 'ignore him' },
    { id: 'carol', nickName: 'Carol', friendOf: [] },
    { id: 'daily', nickName: 'Daily News', kind: 'official', remarkName: 'spam' },
  ],
  rooms: [
    { id: 'team', topic: 'Team', saved: true, members: ['alice', 'bot', { id: 'bob', displayName: 'Bobby' }, 'carol'] },
  ],
}

const online = (run: RunOptions = {}): [Stage, Run] => {
  const stage = createStage(cast)
  const bot = stage.run(run)
  stage.advance(20_000)
  return [stage, bot]
}

const shown = ({ kind, name, remark }: Party) => ({ kind, name, ...(remark === undefined ? {} : { remark }) })

const fromLast = ({ messages }: Run) => shown(messages.at(-1)?.from as Party)

describe('who somebody is', () => {
  test('a friend has a public name and a private remark, alone and in a room', () => {
    const [stage, run] = online()
    stage.say('alice', 'hi')
    stage.advance(5_000)
    const alice = { kind: 'person', name: 'Alice', remark: 'owes me money' }
    expect(fromLast(run)).toEqual(alice)
    expect(shown(run.messages.at(-1)?.conversation as Party)).toEqual(alice)
    stage.sayIn('team', 'alice', 'hi')
    stage.advance(5_000)
    expect(fromLast(run)).toEqual(alice)
    // The name in the room is what everybody there sees: it comes before the nickname.
    stage.sayIn('team', 'bob', 'hi')
    stage.advance(5_000)
    expect(fromLast(run)).toEqual({ kind: 'person', name: 'Bobby', remark: 'ignore him' })
    stage.sayIn('team', 'carol', 'hi')
    stage.advance(5_000)
    expect(fromLast(run)).toEqual({ kind: 'person', name: 'Carol' })
    expect(shown(run.messages.at(-1)?.room as Party)).toEqual({ kind: 'room', name: 'Team' })
    expect(shown(run.messages.at(-1)?.to as Party)).toEqual({ kind: 'room', name: 'Team' })
  })

  test('official accounts, the accounts of the service and rooms are told from people', () => {
    const [stage, run] = online()
    stage.say('daily', 'buy this')
    stage.advance(5_000)
    expect(fromLast(run)).toEqual({ kind: 'official', name: 'Daily News', remark: 'spam' })
    stage.world.person('weixin').say('bot', 'welcome')
    stage.advance(5_000)
    expect(fromLast(run).kind).toBe('service')
    stage.world.person('carol').request('bot', 'hi')
    stage.advance(5_000)
    expect([run.messages.at(-1)?.type, fromLast(run).kind]).toEqual(['friendRequest', 'service'])
    stage.world.room('team').rename('alice', 'Squad')
    stage.advance(5_000)
    expect([run.messages.at(-1)?.type, fromLast(run).kind]).toEqual(['system', 'room'])
  })

  test('mentioned people and those of contact changes are told the same way', () => {
    const [stage, run] = online()
    const changes: Party[] = []
    run.bot.contactChanges$.subscribe((change) => {
      if ('members' in change) changes.push(...change.members)
    })
    stage.sayIn('team', 'carol', '@Alice\u2005@Bobby\u2005hi')
    stage.advance(5_000)
    const people = run.messages.at(-1)?.mentions.flatMap((one) => one.people) ?? []
    expect(people.map(shown)).toEqual([
      { kind: 'person', name: 'Alice', remark: 'owes me money' },
      { kind: 'person', name: 'Bobby', remark: 'ignore him' },
    ])
    stage.world.room('team').leave('bob')
    stage.advance(5_000)
    expect(changes.map(shown)).toEqual([{ kind: 'person', name: 'Bobby', remark: 'ignore him' }])
  })

  test('the address book has the same two fields, and is searched by both', () => {
    const [, run] = online()
    let found: readonly unknown[] = []
    run.bot.contacts$.subscribe((book) => {
      found = ['Alice', 'owes me money'].flatMap((name) => book.find(name)).map(({ name, remark }) => [name, remark])
    })
    expect(found).toEqual([
      ['Alice', 'owes me money'],
      ['Alice', 'owes me money'],
    ])
  })

  test('people who are asked into a room are parties, too', () => {
    const [stage, run] = online()
    const parties: Party[] = []
    run.bot
      .createRoom(
        ['alice', 'bob'].map((id) => (id === 'alice' ? 'Alice' : 'ignore him')),
        'New',
      )
      .subscribe((made) => {
        parties.push(made.room, ...made.members)
      })
    stage.advance(60_000)
    expect(parties.map(shown)).toEqual([
      { kind: 'room', name: 'New' },
      { kind: 'person', name: 'Alice', remark: 'owes me money' },
      { kind: 'person', name: 'Bob', remark: 'ignore him' },
    ])
  })
})

/** What a bot with this behaviour has written, and to whom. */
const writes = (behaviour: Behaviour, happens: (stage: Stage) => void): readonly string[] => {
  const [stage, run] = online()
  run.bot.use(behaviour)
  happens(stage)
  stage.advance(30_000)
  return stage.world.sent().map(({ to, text }) => `${to}: ${text}`)
}

const everybody = (stage: Stage): void => {
  stage.say('alice', 'hi')
  stage.say('daily', 'hi')
  stage.world.person('weixin').say('bot', 'hi')
  stage.sayIn('team', 'bob', 'hi')
}

const answer = map((message: Message) => reply(message, `hi ${message.from.name}`))

describe('whom a bot talks to', () => {
  test('no remark gets into a room', () => {
    const greets = writes(
      (messages$) => messages$.pipe(answer),
      (stage) => {
        stage.sayIn('team', 'alice', 'hi')
        stage.advance(5_000)
        stage.sayIn('team', 'bob', 'hi')
      },
    )
    expect(greets).toEqual(['team: hi Alice', 'team: hi Bobby'])
  })

  test('direct talks to people, and to others when told so', () => {
    expect(writes((messages$) => messages$.pipe(direct(), answer), everybody)).toEqual(['alice: hi Alice'])
    expect(writes((messages$) => messages$.pipe(direct({ kinds: ['official'] }), answer), everybody)).toEqual([
      'daily: hi Daily News',
    ])
  })

  test('fromKind asks what the sender is', () => {
    const sorted = (...kinds: readonly PartyKind[]) =>
      writes((messages$) => messages$.pipe(fromKind(...kinds), answer), everybody).toSorted()
    expect(sorted('person')).toEqual(['alice: hi Alice', 'team: hi Bobby'])
    expect(sorted('service', 'official')).toHaveLength(2)
    expect(sorted()).toEqual([])
  })

  test('people are meant by their public name as well as by their remark', () => {
    for (const name of ['Alice', 'owes me money']) {
      expect(writes((messages$) => messages$.pipe(fromSender(name), answer), everybody)).toEqual(['alice: hi Alice'])
      expect(writes((messages$) => messages$.pipe(inChat(name), answer), everybody)).toEqual(['alice: hi Alice'])
    }
    expect(writes((messages$) => messages$.pipe(fromSender('Bobby'), answer), everybody)).toEqual(['team: hi Bobby'])
  })
})
