import { asapScheduler } from 'rxjs'
import { expect, test } from 'vitest'
import { createWorld } from '../../../src/emulator/index.js'

test('an id is taken once, by a person, an account or a room', () => {
  const world = createWorld({ scheduler: asapScheduler })
  for (const id of ['alice', 'bot', 'team', 'filehelper', '']) {
    expect(() => world.addPerson({ id })).toThrow('is taken')
    expect(() => world.addRoom({ id, members: [] })).toThrow('is taken')
    expect(() => world.addAccount({ id })).toThrow('is taken')
  }
})

test('a room has members that exist', () => {
  const world = createWorld({ scheduler: asapScheduler })
  expect(() => world.addRoom({ id: 'new', members: ['bot', 'nobody'] })).toThrow('there is no nobody')
})

test.each([
  ['phone', 'nobody'],
  ['person', 'nobody'],
  ['room', 'nobody'],
] as const)('a %s that does not exist has no verbs', (kind, id) => {
  expect(() => createWorld({ scheduler: asapScheduler })[kind](id)).toThrow('there is no nobody in this world')
})

test('a person talks to accounts and rooms, and recalls what it wrote', () => {
  const { person } = createWorld({ scheduler: asapScheduler })
  expect(() => person('alice').say('bob', 'hi')).toThrow('there is no bob')
  expect(() => person('alice').recall('1')).toThrow('not a message of alice')
})
