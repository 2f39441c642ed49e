import { filter, map } from 'rxjs'
import { expect, test } from 'vitest'
import {
  type AddressBook,
  type Behaviour,
  type Capabilities,
  type ContactChange,
  knownCapabilities,
  text,
} from '../../src/index.js'
import { type TestBot, testBot } from '../../src/testing/index.js'

const cast = {
  accounts: [{ id: 'bot' }],
  persons: [
    { id: 'alice', nickName: 'Alice' },
    { id: 'bob', nickName: 'Bob' },
    { id: 'zoe', nickName: 'Zoë', friendOf: [] },
  ],
  rooms: [{ id: 'team', topic: 'Team', members: ['bot', 'alice', 'zoe'] }],
}

function listening(): { readonly stage: TestBot; readonly heard: () => readonly string[] } {
  const changes: string[] = []
  let book: AddressBook | undefined
  const word = (change: ContactChange): string => {
    const { type, contact } = change
    // The book is ahead of the change.
    const isKnown = book?.get(contact.userName) !== undefined
    const more = 'members' in change ? change.members.map(({ name }) => name).join() : ''
    const before = 'before' in change ? `(${change.before})` : ''
    const remark = contact.remark === undefined ? '' : `as ${contact.remark}`
    return [type, contact.name, remark, before, more, isKnown ? '' : 'gone'].filter((part) => part !== '').join(' ')
  }
  const stage = testBot([], {
    world: cast,
    prepare: (bot) => {
      bot.contacts$.subscribe((latest) => {
        book = latest
      })
      bot.contactChanges$.subscribe((change) => changes.push(word(change)))
    },
  })
  return { stage, heard: () => changes.splice(0) }
}

test('a login is not a change', () => {
  const { stage, heard } = listening()
  stage.advance(60_000)
  expect(heard()).toEqual([])
  stage.world.kick(undefined, 1100)
  stage.advance(120_000)
  expect(stage.events.filter(({ type }) => type === 'loggedIn')).toHaveLength(2)
  expect(heard()).toEqual([])
})

test('friends come, go, and take other names', () => {
  const { stage, heard } = listening()
  stage.world.person('zoe').befriend('bot')
  stage.advance(5_000)
  stage.world.person('alice').rename('Alicia')
  stage.advance(5_000)
  stage.bot.remark('Bob', 'B.').subscribe()
  stage.advance(5_000)
  stage.world.person('bob').vanish('bot')
  stage.advance(5_000)
  expect(heard()).toEqual(['added Zoë', 'renamed Alicia (Alice)', 'remarked Bob as B. ()', 'removed Bob as B. gone'])
})

test('a behaviour welcomes a new friend, and knows what the service does', () => {
  const known: Capabilities[] = []
  const welcome: Behaviour = (_, { contactChanges$, capabilities$ }) => {
    capabilities$.subscribe((now) => known.push(now))
    return contactChanges$.pipe(
      filter(({ type }) => type === 'added'),
      map(({ contact }) => text(contact.id, `welcome, ${contact.name}`)),
    )
  }
  const stage = testBot(welcome, { world: cast })
  stage.world.person('zoe').befriend('bot')
  stage.advance(5_000)
  expect(stage.sentTo('zoe')).toEqual(['welcome, Zoë'])
  expect(known).toEqual([knownCapabilities])
})

test('rooms are made, renamed, filled, emptied and left', () => {
  const { stage, heard } = listening()
  stage.bot.createRoom(['Alice', 'Bob'], 'Friday').subscribe()
  stage.advance(5_000)
  stage.world.room('team').rename('Team 2', 'alice')
  stage.advance(5_000)
  stage.world.room('team').add('bob', 'alice')
  stage.advance(5_000)
  stage.world.room('team').leave('zoe')
  stage.advance(5_000)
  stage.world.room('team').remove('bot', 'alice')
  stage.advance(5_000)
  expect(heard()).toEqual([
    'added Friday',
    'renamed Team 2 (Team)',
    'joined Team 2 Bob',
    'left Team 2 Zoë',
    'removed Team 2 gone',
  ])
})

test('a member has the same id in a change as in a message', () => {
  const { stage } = listening()
  const joined: string[] = []
  stage.bot.contactChanges$.subscribe((change) => {
    if (change.type === 'joined') joined.push(...change.members.map(({ id }) => id))
  })
  stage.world.addPerson({ id: 'yan', nickName: 'Yan', friendOf: [] })
  stage.world.room('team').add('yan', 'alice')
  stage.advance(5_000)
  stage.saysIn('team', 'yan', 'hi')
  expect(joined).toEqual([stage.messages.at(-1)?.from.id])
})
