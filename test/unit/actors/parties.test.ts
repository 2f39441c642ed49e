import { expect, test } from 'vitest'
import type { AddressBook, Known } from '../../../src/actors/address-book.js'
import { createIdentities } from '../../../src/actors/identity/identities.js'
import { createParties } from '../../../src/actors/parties.js'
import { addressBook, contact } from '../../../src/testing/index.js'

const alice = '@a1b2c3d4e5f60718'

function staged() {
  const identities = createIdentities([], 0)
  identities.begin(1, '@self')
  let book: AddressBook | undefined
  const asked: string[] = []
  const present = createParties(identities, () => book)
  const known = (name: string): Known => contact(name, { userName: alice, id: identities.idOf(alice) })
  return {
    identities,
    present,
    asked,
    /** The next address book, which tells who is looked for in it. */
    read: (name: string) => {
      const next = addressBook([known(name)])
      book = {
        ...next,
        get: (userName) => {
          asked.push(userName)
          return next.get(userName)
        },
      }
    },
  }
}

test('who was asked for is remembered while the book and the ids stay', () => {
  const { present, read, asked } = staged()
  read('Alice')
  const first = present().of(alice)
  expect(present().of(alice)).toBe(first)
  expect([first, asked]).toEqual([{ id: 'p_a1b2c3d4e5f6', kind: 'person', name: 'Alice', userName: alice }, [alice]])
})

test('a new book is believed at once', () => {
  const { present, read } = staged()
  expect(present().of(alice).name).toBe('')
  read('Alice')
  expect(present().of(alice).name).toBe('Alice')
  read('Alicia')
  expect(present().of(alice).name).toBe('Alicia')
})

test('an id that is bound to another one is the other one from then on', () => {
  const { present, identities } = staged()
  const [minted, old] = [present().of(alice).id, identities.idOf('@b1b2c3d4e5f60718')]
  expect(identities.bind(minted, old)).toBe(true)
  expect(present().of(alice).id).toBe(old)
})

test('a new login is another self', () => {
  const { present, identities } = staged()
  expect(present().self).toBe('@self')
  identities.begin(2, '@other')
  expect(present().self).toBe('@other')
})

test('no more than a thousand are remembered', () => {
  const { present, read, asked } = staged()
  read('Alice')
  const all = Array.from({ length: 1_000 }, (_, at) => `@${String(at).padStart(16, '0')}`)
  for (const userName of all) present().of(userName)
  asked.length = 0
  present().of(all[0] ?? '')
  expect(asked).toEqual([all[0]])
})
