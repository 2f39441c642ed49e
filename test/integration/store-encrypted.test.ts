import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ClassicLevel } from 'classic-level'
import { lastValueFrom } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { levelStores } from '../../src/edge/level-store.js'
import {
  bytesOf,
  close,
  commit,
  copyOf,
  freshPath,
  load,
  message,
  open,
  pull,
  refusal,
  within,
} from '../support/store/disk.js'
import { writtenBefore } from '../support/store/written.js'

const secret = { passphrase: 'correct horse 电池' }
const words = ['text 1', 'Sid-of-the-session', 'p_a1b2c3d4e5f6', 'work@home']

const filled = async (path: string, options = {}): Promise<void> =>
  within(path, options, async (store) => {
    await commit(store, pull(1))
    await commit(store, {
      epoch: 1,
      cookies: [{ key: 'wxsid', value: 'Sid-of-the-session' }],
      identities: [
        { id: 'p_a1b2c3d4e5f6', kind: 'person', remarkName: '', alias: '', nickName: 'A', epoch: 1, userName: '@1' },
      ],
    })
  })

test('nothing that was stored can be read from the files, and everything with the passphrase', async () => {
  const path = freshPath()
  await filled(path, { secret })
  await within(path, { secret }, (store) => commit(store, pull(2)), 'work@home')
  for (const word of words) expect(bytesOf(path)).not.toContain(word)
  const saved = await within(path, { secret }, load)
  expect(saved.entries).toEqual([message(1), message(2)])
  expect(saved.cookies).toEqual([{ key: 'wxsid', value: 'Sid-of-the-session' }])
  expect(await lastValueFrom(levelStores(path, { secret }).accounts())).toEqual(['default', 'work@home'])
})

test('a wrong passphrase, another key and none are told apart from damage, and touch nothing', async () => {
  const path = freshPath()
  await filled(path, { secret })
  const before = bytesOf(path)
  for (const other of [{ secret: { passphrase: 'wrong' } }, { secret: { key: new Uint8Array(32) } }, {}]) {
    const failed = await refusal(path, other)
    expect(failed.toJSON()).toMatchObject({ kind: 'store', detail: { reason: 'locked' } })
  }
  expect(bytesOf(path)).toBe(before)
})

test('the same words in another Unicode form are the same passphrase', async () => {
  const path = freshPath()
  await filled(path, { secret: { passphrase: 'café' } })
  expect((await within(path, { secret: { passphrase: 'cafe\u0301' } }, load)).lastSeq).toBe(2)
})

test('a key of 32 bytes does, too, and one of another length is a mistake of the caller', async () => {
  const path = freshPath()
  const key = new Uint8Array(32).fill(7)
  await filled(path, { secret: { key } })
  expect((await within(path, { secret: { key } }, load)).lastSeq).toBe(2)
  expect((await refusal(path, { secret: { key: new Uint8Array(16) } })).kind).toBe('argument')
  expect((await refusal(path, { secret: { passphrase: '' } })).kind).toBe('argument')
})

test('switching it on rewrites a readable store: what was readable is gone from all files', async () => {
  const path = freshPath()
  await filled(path)
  expect(bytesOf(path)).toContain('text 1')
  const saved = await within(path, { secret }, load)
  expect(saved.entries).toEqual([message(1), message(2)])
  for (const word of words) expect(bytesOf(path)).not.toContain(word)
  expect((await refusal(path)).detail).toMatchObject({ reason: 'locked' })
})

test('a process that is killed anywhere while it switches encryption on leaves a store that the next one goes on with', async () => {
  const original = freshPath()
  const pulls = 250
  await within(original, {}, async (store) => {
    for (let number = 1; number <= pulls; number += 1) await commit(store, pull(number))
  })
  const secret = { key: new Uint8Array(32).fill(7) }
  let killed = 0
  let signal: NodeJS.Signals | null = 'SIGKILL'
  for (let writes = 0; signal === 'SIGKILL'; writes += 1) {
    const path = copyOf(original)
    const args = ['--import', 'tsx', 'test/support/store/encrypt-and-die.ts', path, String(writes)]
    signal = spawnSync(process.execPath, args).signal
    if (signal === 'SIGKILL') killed += 1
    // Nothing is encrypted before the first write, and everything after it.
    if (writes > 0) expect((await refusal(path)).detail).toMatchObject({ reason: 'locked' })
    const saved = await within(path, { secret }, load)
    expect(saved.entries).toEqual(Array.from({ length: 2 * pulls }, (_, at) => message(at + 1)))
    expect(bytesOf(path)).not.toContain('text 1')
  }
  expect(killed).toBeGreaterThan(4)
}, 600_000)

const tamper = async (path: string, change: (database: ClassicLevel) => Promise<void>): Promise<void> => {
  const database = new ClassicLevel(path)
  await change(database)
  await database.close()
}

const markOf = (path: string) => JSON.parse(readFileSync(join(path, 'rxwx.json'), 'utf8'))
const setMark = (path: string, mark: object): void => writeFileSync(join(path, 'rxwx.json'), JSON.stringify(mark))

const planted = { clientMsgId: '9', key: 'k', to: 'p_1', content: { type: 'text', text: 'planted' } } as const

/** A readable snapshot with something to be sent, as whoever has no key can write it. */
const plant = async (path: string): Promise<void> => {
  const readable = freshPath()
  await within(readable, {}, (store) => commit(store, { outbox: [planted] }))
  const database = new ClassicLevel<string, string>(readable)
  const snapshot = (await database.get('snapshot')) ?? ''
  await database.close()
  await tamper(path, async (one) => {
    await one.clear()
    await one.put('snapshot', snapshot)
  })
}

describe('a readable record in an encrypted store is not believed, whatever stands in the mark', () => {
  const marks: Readonly<Record<string, (mark: ReturnType<typeof markOf>) => object>> = {
    'as it was': (mark) => mark,
    'that it is being encrypted': (mark) => ({ ...mark, lock: { ...mark.lock, rewriting: true } }),
    'that of format 2': (mark) => ({ version: 2, commits: {}, lock: mark.lock }),
    'that of format 2, being encrypted': (mark) => ({
      version: 2,
      commits: {},
      lock: { ...mark.lock, rewriting: true },
    }),
    'no commits': ({ sealed: _, ...mark }) => ({ ...mark, commits: {} }),
  }
  test.each(Object.entries(marks))('%s', async (_, change) => {
    const path = freshPath()
    await filled(path, { secret })
    await plant(path)
    setMark(path, change(markOf(path)))
    for (const holes of ['stop', 'gap'] as const) {
      const outbox = await within(path, { secret, holes }, load).then(
        (saved) => saved.outbox,
        () => [],
      )
      expect(outbox).toEqual([])
    }
  })

  test('nor one among those that 0.1 had begun to encrypt', async () => {
    const { path, options } = writtenBefore('encryption-cut-short')
    const mark = markOf(path)
    await plant(path)
    setMark(path, { ...mark, commits: {} })
    expect((await refusal(path, options)).detail).toMatchObject({
      reason: 'unreadable',
      why: expect.stringContaining('0.1'),
    })
  })
})

test('fewer commits than there were are not believed: their number is sealed', async () => {
  const path = freshPath()
  await filled(path, { secret })
  const early = markOf(path)
  await within(path, { secret }, (store) => commit(store, pull(2)))
  expect(markOf(path)).not.toHaveProperty('commits')
  const other = freshPath()
  await filled(other, { secret })
  setMark(path, { ...markOf(path), sealed: markOf(other).sealed })
  expect((await refusal(path, { secret })).detail).toMatchObject({ reason: 'unreadable' })
  expect(early.sealed).not.toBe(markOf(path).sealed)
})

test('a record that was replaced by a readable one, or by one of another place, is damage', async () => {
  const path = freshPath()
  await filled(path, { secret })
  const database = new ClassicLevel<string, string>(path)
  const records = await database.iterator().all()
  const [pullKey] = records.map(([key]) => key).filter((key) => key.startsWith('pull/'))
  const snapshot = records.find(([key]) => key === 'snapshot')?.[1] ?? ''
  await database.put(pullKey ?? '', snapshot)
  await database.close()
  expect((await refusal(path, { secret })).detail).toMatchObject({ reason: 'unreadable' })
})

test('it is not switched on while another bot of the process uses the store readably', async () => {
  const path = freshPath()
  const store = await open(path)
  expect((await refusal(path, { secret }, 'work')).detail).toMatchObject({ reason: 'inUse' })
  await close(store)
})

test('an encrypted store whose mark is gone or another one is not begun anew, whatever may be let pass', async () => {
  const path = freshPath()
  await filled(path, { secret })
  const mark = join(path, 'rxwx.json')
  const original = readFileSync(mark, 'utf8')
  const { lock: _, ...unlocked } = JSON.parse(original)
  for (const other of [undefined, JSON.stringify(unlocked), '{"version":1,"commits":0}']) {
    if (other === undefined) rmSync(mark)
    else writeFileSync(mark, other)
    for (const options of [{}, { secret }, { secret, holes: 'gap' as const }, { holes: 'gap' as const }])
      expect((await refusal(path, options)).toJSON()).toMatchObject({
        kind: 'store',
        detail: { reason: 'unreadable', why: expect.stringContaining('rxwx.json') },
      })
  }
  writeFileSync(mark, original)
  expect((await within(path, { secret }, load)).entries).toEqual([message(1), message(2)])
})

test.each([{ N: 2 ** 30 }, { N: 3 }, { N: 1 }, { r: 2 ** 20 }, { p: 0 }])(
  'a mark that asks for %j is damage, and takes no memory',
  async (cost) => {
    const path = freshPath()
    await filled(path, { secret })
    const mark = JSON.parse(readFileSync(join(path, 'rxwx.json'), 'utf8'))
    writeFileSync(join(path, 'rxwx.json'), JSON.stringify({ ...mark, lock: { ...mark.lock, ...cost } }))
    expect((await refusal(path, { secret })).detail).toMatchObject({
      reason: 'unreadable',
      why: 'rxwx.json is damaged',
    })
  },
)
