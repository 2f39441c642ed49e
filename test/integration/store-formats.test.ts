import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { close, commit, freshPath, load, open, pull, refusal, within } from '../support/store/disk.js'
import { writtenBefore, writtenNames } from '../support/store/written.js'

const markOf = (path: string): { readonly version: number; readonly commits: Readonly<Record<string, number>> } =>
  JSON.parse(readFileSync(join(path, 'rxwx.json'), 'utf8'))

describe.each(writtenNames)('a store that 0.1.0 wrote (%s)', (name) => {
  test('holds all that 0.1.0 found in it, in every account', async () => {
    const { path, options, accounts } = writtenBefore(name)
    for (const [account, saved] of Object.entries(accounts))
      expect(await within(path, options, load, account)).toMatchObject(saved)
  })

  test('says 3 as soon as it is open, so that 0.1.0 opens it no more', async () => {
    const { path, options } = writtenBefore(name)
    const store = await open(path, options)
    expect(markOf(path).version).toBe(3)
    await close(store)
    expect(markOf(path)).toMatchObject({ version: 3, ...(options.secret === undefined ? { commits: { '': 8 } } : {}) })
  })

  test('goes on: what is committed next comes after what was there', async () => {
    const { path, options, accounts } = writtenBefore(name)
    await within(path, options, (store) => commit(store, { ...pull(4), clientMsgId: '17600000000000099' }))
    const saved = await within(path, options, load)
    expect(saved.entries.map(({ seq }) => seq)).toEqual([3, 7, 8])
    expect(saved.clientMsgId).toBe('17600000000000099')
    expect(saved.outbox).toEqual(accounts.default?.outbox)
  })
})

test('a new store is of format 3', async () => {
  const path = freshPath()
  await within(path, {}, async () => undefined)
  expect(markOf(path)).toEqual({ version: 3, commits: { '': 0 } })
})

test('a store of format 1 is read as the account default, and is one of format 3 after that', async () => {
  const path = freshPath()
  await within(path, {}, (store) => commit(store, pull(1)))
  writeFileSync(join(path, 'rxwx.json'), '{"version":1,"commits":1}\n')
  expect((await within(path, {}, load)).lastSeq).toBe(2)
  expect(markOf(path)).toEqual({ version: 3, commits: { '': 1 } })
  writeFileSync(join(path, 'rxwx.json'), '{"version":1,"commits":9}\n')
  expect((await refusal(path)).message).toContain('commits 2 to 9 are missing')
})

test('a store of a later format is not touched', async () => {
  const path = freshPath()
  await within(path, {}, (store) => commit(store, pull(1)))
  const later = `${JSON.stringify({ ...markOf(path), version: 4 })}\n`
  writeFileSync(join(path, 'rxwx.json'), later)
  expect((await refusal(path)).toJSON()).toMatchObject({
    detail: { reason: 'unreadable', why: expect.stringContaining('format 4') },
  })
  expect(readFileSync(join(path, 'rxwx.json'), 'utf8')).toBe(later)
})
