import { firstValueFrom, NEVER, of, Subject } from 'rxjs'
import { expect, test } from 'vitest'
import { type AddressBook, createAddressBooks } from '../../../src/actors/address-book.js'
import { createIdentities } from '../../../src/actors/identity/identities.js'
import { resolveTarget, type Target, targetNow } from '../../../src/actors/target.js'

function people() {
  const identities = createIdentities([], 0)
  identities.begin(1, '@me')
  const books = createAddressBooks(identities)
  const raws = [
    { UserName: '@a1a1a1a1a1a1a1a1', NickName: 'Ann', RemarkName: 'Boss', Alias: 'ann88' },
    { UserName: '@b1b1b1b1b1b1b1b1', NickName: 'Twin' },
    { UserName: '@c1c1c1c1c1c1c1c1', NickName: 'Twin' },
    { UserName: '@d1d1d1d1d1d1d1d1', NickName: 'Boss' },
  ]
  const book = (complete: boolean): AddressBook =>
    books({ UserName: '@me', NickName: 'Bot' }, new Map(raws.map((raw) => [raw.UserName, raw])), complete)
  return { identities, book }
}

test.each([
  ['an own id', 'p_a1a1a1a1a1a1', 'p_a1a1a1a1a1a1'],
  ['a UserName', '@a1a1a1a1a1a1a1a1', 'p_a1a1a1a1a1a1'],
  ['a remark, which comes before names', 'Boss', 'p_a1a1a1a1a1a1'],
  ['an alias', 'ann88', 'p_a1a1a1a1a1a1'],
  ['a name', 'Ann', 'p_a1a1a1a1a1a1'],
  ['filehelper', 'filehelper', 'filehelper'],
  ['the account itself', '@me', 'self'],
])('%s', (_, target, id) => {
  const { identities, book } = people()
  expect(targetNow(target, identities, book(true))).toBe(id)
})

test('a book has those whom it can get, the account itself included', () => {
  const book = people().book(true)
  for (const name of ['@a1a1a1a1a1a1a1a1', '@me', '@nobody', 'Ann', ''])
    expect([name, book.has(name)]).toEqual([name, book.get(name) !== undefined])
  expect([book.has('@me'), book.has('@nobody')]).toEqual([true, false])
})

test('a party and a message need no address book', () => {
  const { identities } = people()
  expect(targetNow({ id: 'p_x' }, identities, undefined)).toBe('p_x')
  expect(targetNow({ conversation: { id: 'r_x' } }, identities, undefined)).toBe('r_x')
  expect(() => targetNow('Ann', identities, undefined)).toThrow('nobody')
})

test.each([undefined, null, 42, {}, [], { id: '' }, { id: 7 }, { conversation: null }, { conversation: {} }])(
  'what cannot mean anybody (%j) is an argument failure',
  (target) => {
    const { identities } = people()
    expect(() => targetNow(target as unknown as Target, identities, undefined)).toThrow(
      expect.objectContaining({ kind: 'argument' }),
    )
  },
)

test('nobody and more than one are failures that say so', () => {
  const { identities, book } = people()
  expect(() => targetNow('Nobody', identities, book(true))).toThrow('nobody is called "Nobody"')
  expect(() => targetNow('', identities, book(true))).toThrow('nobody')
  expect(() => targetNow('Twin', identities, book(true))).toThrow(/Twin \(p_b1\w+\), Twin \(p_c1\w+\)/)
})

test('a name waits until all are known, so that a namesake is noticed; a UserName does not wait', async () => {
  const { identities, book } = people()
  const books$ = new Subject<AddressBook>()
  const found: string[] = []
  const failures: unknown[] = []
  resolveTarget('Ann', identities, books$).subscribe((id) => found.push(id))
  resolveTarget('Twin', identities, books$).subscribe({ error: (error) => failures.push(error) })
  books$.next(book(false))
  expect(found).toEqual([])
  books$.next(book(true))
  expect(found).toEqual(['p_a1a1a1a1a1a1'])
  expect(failures).toHaveLength(1)
  expect(await firstValueFrom(resolveTarget('@b1b1b1b1b1b1b1b1', identities, of(book(false))))).toBe('p_b1b1b1b1b1b1')
  expect(await firstValueFrom(resolveTarget({ id: 'p_x' }, identities, NEVER))).toBe('p_x')
})

test('a name is looked up in an index: a big book is not read for each send', () => {
  const identities = createIdentities([], 0)
  identities.begin(1, '@me')
  let asked = 0
  const counting = {
    ...identities,
    idOf: (...args: Parameters<typeof identities.idOf>) => {
      asked += 1
      return identities.idOf(...args)
    },
  }
  const friends = Array.from({ length: 5_000 }, (_, n) => ({ UserName: `@${n}`, NickName: `F${n}`, Alias: `f${n}` }))
  const book = createAddressBooks(counting)(
    { UserName: '@me', NickName: 'Bot' },
    new Map(friends.map((raw) => [raw.UserName, raw])),
    true,
  )
  asked = 0
  expect(book.find('F7').map(({ userName }) => userName)).toEqual(['@7'])
  expect(book.find('f4999').map(({ userName }) => userName)).toEqual(['@4999'])
  expect(book.find('@12').map(({ nickName }) => nickName)).toEqual(['F12'])
  const [{ id } = { id: '' }] = book.find('F7')
  expect(book.find(id).map(({ nickName }) => nickName)).toEqual(['F7'])
  expect([book.find('nobody'), book.find('')]).toEqual([[], []])
  expect(asked).toBeLessThan(20)
})
