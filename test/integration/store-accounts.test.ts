import { ClassicLevel } from 'classic-level'
import { lastValueFrom } from 'rxjs'
import { expect, test } from 'vitest'
import { levelStores } from '../../src/edge/level-store.js'
import { acquire } from '../../src/edge/store-database.js'
import { recordKeys } from '../../src/edge/store-record.js'
import type { Saved } from '../../src/index.js'
import { accountCases, storeCases } from '../../src/testing/index.js'
import { close, commit, freshPath, load, open, pull, refusal, within } from '../support/store/disk.js'

test.each(storeCases)('the store of a named account keeps the promises of every store: $name', async ({ run }) => {
  const path = freshPath()
  await within(path, {}, (store) => commit(store, pull(1)))
  await lastValueFrom(
    run(() => levelStores(path).account('work')),
    { defaultValue: undefined },
  )
})

test.each(accountCases)('a directory keeps the promises of accounts: $name', async ({ run }) => {
  const path = freshPath()
  await lastValueFrom(
    run((account) => levelStores(path).account(account)),
    { defaultValue: undefined },
  )
})

test('accounts in one directory know nothing of each other, side by side and after a restart', async () => {
  const path = freshPath()
  const names = ['default', 'work', '家']
  const stores = await Promise.all(names.map((name) => open(path, {}, name)))
  for (const [at, store] of stores.entries())
    for (let number = 1; number <= at + 1; number += 1)
      await commit(store, { ...pull(number), clientMsgId: `${names[at]} ${number}` })
  for (const store of stores) await close(store)
  for (const [at, name] of names.entries()) {
    const saved = await within(path, {}, load, name)
    expect([saved.lastSeq, saved.clientMsgId]).toEqual([2 * (at + 1), `${name} ${at + 1}`])
  }
  expect(await lastValueFrom(levelStores(path).accounts())).toEqual(names)
})

test('one account is open once; another one is not in the way, and the last one to close closes the database', async () => {
  const path = freshPath()
  const work = await open(path, {}, 'work')
  expect((await refusal(path, {}, 'work')).detail).toMatchObject({
    reason: 'inUse',
    why: expect.stringContaining('work'),
  })
  const home = await open(path, {}, 'home')
  await close(work)
  await commit(home, pull(1))
  const again = await open(path, {}, 'work')
  await close(home)
  await close(again)
  const elsewhere = new ClassicLevel(path)
  await elsewhere.open()
  await elsewhere.close()
})

test.each(['', ' ', 'a/b', '../up', 'x'.repeat(65), 'tab\t', '-dash'])('%j is no name of an account', async (name) => {
  expect((await refusal(freshPath(), {}, name)).kind).toBe('argument')
})

test('an account whose name is lost with the list of accounts is damage, not a new account', async () => {
  const path = freshPath()
  await within(path, {}, (store) => commit(store, pull(1)), 'work')
  const database = new ClassicLevel<string, string>(path)
  await database.del('accounts')
  await database.close()
  expect((await refusal(path, {}, 'work')).detail).toMatchObject({ reason: 'unreadable' })
})

test('a look reads the records of an account that is open, and leaves it open', async () => {
  const path = freshPath()
  const look = (): Promise<Saved> => lastValueFrom(levelStores(path).look('work'))
  const store = await open(path, {}, 'work')
  await commit(store, pull(1))
  expect(await look()).toEqual(await load(store))
  const [seen] = await Promise.all([look(), commit(store, pull(2))])
  expect([seen.lastSeq % 2, (await look()).lastSeq]).toEqual([0, (await load(store)).lastSeq])
  await close(store)
  expect((await look()).lastSeq).toBe(4)
  await within(path, {}, load, 'work')
})

test('a look finds the hole in an account that is open', async () => {
  const path = freshPath()
  const store = await open(path)
  await commit(store, pull(1))
  await commit(store, pull(2))
  const shared = await acquire(path, undefined)
  await shared.database.del(recordKeys('').commit(1))
  await shared.release('')
  await expect(lastValueFrom(levelStores(path).look())).rejects.toMatchObject({
    kind: 'store',
    detail: { reason: 'unreadable' },
  })
  await close(store)
})
