import { spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { ClassicLevel } from 'classic-level'
import { lastValueFrom } from 'rxjs'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Changes, Store } from '../../src/actors/env.js'
import type { Saved } from '../../src/actors/saved.js'
import { levelStore } from '../../src/edge/level-store.js'
import { type Failure, isFailure } from '../../src/errors.js'
import { storeCases } from '../../src/testing/store-conformance.js'
import { needs } from '../support/needs.js'

const made: string[] = []

function freshPath(): string {
  const parent = mkdtempSync(join(tmpdir(), 'rxwx-store-'))
  made.push(parent)
  return join(parent, 'store')
}

afterEach(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true })
})

const open = (path: string): Promise<Store> => lastValueFrom(levelStore(path))
const load = (store: Store): Promise<Saved> => lastValueFrom(store.load())
const close = (store: Store): Promise<void> => lastValueFrom(store.close())
const commit = (store: Store, changes: Changes): Promise<void> => lastValueFrom(store.commit(changes))

const refusal = (path: string): Promise<Failure> =>
  open(path).then(
    async (store) => {
      await close(store)
      throw new Error('it was opened')
    },
    (error: unknown) => (isFailure(error) ? error : Promise.reject(error)),
  )

const message = (seq: number) => ({ seq, epoch: 1, id: `m${seq}`, raw: { MsgId: `m${seq}`, Content: `text ${seq}` } })
const pull = (number: number): Changes => ({
  entries: [message(2 * number - 1), message(2 * number)],
  seen: [`m${2 * number - 1}`, `m${2 * number}`],
  clientMsgId: `${number}`,
})

/** A store with so many pulls in it, closed in good order. */
async function filled(pulls: number): Promise<string> {
  const path = freshPath()
  const store = await open(path)
  for (let number = 1; number <= pulls; number++) await commit(store, pull(number))
  await close(store)
  return path
}

describe('the store on disk keeps the promises of every store', () => {
  test.each(storeCases)('$name', async ({ run }) => {
    const path = freshPath()
    await lastValueFrom(
      run(() => levelStore(path)),
      { defaultValue: undefined },
    )
  })
})

test('2,500 commits, more than fit between two snapshots, are found again in one state', async () => {
  const path = freshPath()
  const store = await open(path)
  for (let number = 1; number <= 2_500; number++)
    store.commit({ ...pull(number), dispatched: 2 * number - 5 }).subscribe()
  const before = await load(store)
  await close(store)
  const again = await open(path)
  const after = await load(again)
  await close(again)
  expect(after).toEqual(before)
  expect(after).toMatchObject({ lastSeq: 5_000, clientMsgId: '2500' })
  expect(after.entries.map(({ seq }) => seq)).toEqual([4_996, 4_997, 4_998, 4_999, 5_000])
})

test('records of what is done with do not pile up', async () => {
  const path = freshPath()
  const store = await open(path)
  for (let number = 1; number <= 2_500; number++) store.commit({ ...pull(number), dispatched: 2 * number }).subscribe()
  await close(store)
  const database = new ClassicLevel(path)
  const keys = await database.keys().all()
  await database.close()
  expect(keys).toEqual(['snapshot'])
})

test('a directory is made that only its user may enter, and files that only its user may read', async () => {
  const path = await filled(1)
  expect(statSync(path).mode & 0o777).toBe(0o700)
  expect(readdirSync(path).map((name) => [name, statSync(join(path, name)).mode & 0o777])).toEqual(
    readdirSync(path).map((name) => [name, 0o600]),
  )
})

test.each(['750', '705', '777'])('a directory with mode %s is refused as unsafe, and left alone', async (mode) => {
  const path = freshPath()
  mkdirSync(path)
  chmodSync(path, Number.parseInt(mode, 8))
  expect((await refusal(path)).toJSON()).toMatchObject({
    kind: 'store',
    detail: { reason: 'unsafe', path, why: expect.stringContaining('chmod 700') },
  })
  expect(readdirSync(path)).toEqual([])
})

test('a directory of another user is refused as unsafe', async () => {
  const path = freshPath()
  mkdirSync(path, { mode: 0o700 })
  // Only root can give a directory away; for everybody else the root directory is another user's.
  const isRoot = process.getuid?.() === 0
  if (isRoot) chownSync(path, 12_345, 12_345)
  expect((await refusal(isRoot ? path : '/')).toJSON()).toMatchObject({
    detail: { reason: 'unsafe', why: expect.stringContaining('another user') },
  })
})

test('a directory full of something else is refused as unsafe', async () => {
  const path = freshPath()
  mkdirSync(path, { mode: 0o700 })
  writeFileSync(join(path, 'thesis.tex'), '')
  expect((await refusal(path)).toJSON()).toMatchObject({ detail: { reason: 'unsafe' } })
  expect(readdirSync(path)).toEqual(['thesis.tex'])
})

test('a path that is a file cannot be written', async () => {
  const path = freshPath()
  writeFileSync(path, '')
  expect((await refusal(path)).toJSON()).toMatchObject({ kind: 'store', detail: { reason: 'unwritable', path } })
})

test.runIf(needs(existsSync('/proc/self'), 'a /proc'))(
  'a path where no directory can ever be cannot be written',
  async () => {
    expect((await refusal('/proc/rxwx/store')).toJSON()).toMatchObject({
      kind: 'store',
      detail: { reason: 'unwritable' },
    })
  },
)

test('a second opener is told who has it open', async () => {
  const path = freshPath()
  const store = await open(path)
  const failed = await refusal(path)
  expect(failed.toJSON()).toMatchObject({
    kind: 'store',
    detail: {
      reason: 'inUse',
      why: `this process (${process.pid}) has the account default open already`,
    },
  })
  await commit(store, { epoch: 1 })
  await close(store)
  expect(readdirSync(path)).not.toContain('owner.json')
  await close(await open(path))
})

test('a commit after closing fails as unwritable', async () => {
  const store = await open(freshPath())
  await close(store)
  const failed = await commit(store, { epoch: 1 }).catch((error: unknown) => error)
  expect(isFailure(failed) && failed.toJSON()).toMatchObject({
    kind: 'store',
    detail: { reason: 'unwritable', why: 'the store is closed' },
  })
})

test('entries that would overwrite kept ones are refused, and nothing of their commit is kept', async () => {
  const store = await open(freshPath())
  await commit(store, pull(1))
  const failed = await commit(store, { entries: [message(2)], epoch: 9 }).catch((error: unknown) => error)
  expect(isFailure(failed) && failed.kind).toBe('argument')
  expect(await load(store)).toMatchObject({ epoch: 0, entries: pull(1).entries })
  await close(store)
})

test('a change that could not be read again is refused', async () => {
  const path = freshPath()
  const store = await open(path)
  await commit(store, pull(1))
  const failed = await commit(store, { clientMsgId: '7', cookies: [{ expires: Number.NaN }] }).catch(
    (error: unknown) => error,
  )
  expect(isFailure(failed) && failed.toJSON()).toMatchObject({ kind: 'argument', detail: { name: 'changes' } })
  await close(store)
  const again = await open(path)
  expect(await load(again)).toMatchObject({ clientMsgId: '1' })
  await close(again)
})

describe('what is missing is named', () => {
  const tamper = async (path: string, change: (database: ClassicLevel) => Promise<void>): Promise<void> => {
    const database = new ClassicLevel(path)
    await change(database)
    await database.close()
  }
  /** Pulls that were not folded into a snapshot, as after a crash. */
  const crashed = async (): Promise<string> => {
    const path = freshPath()
    const store = await open(path)
    for (let number = 1; number <= 9; number++) await commit(store, pull(number))
    const copy = freshPath()
    cpSync(path, copy, { recursive: true })
    chmodSync(copy, 0o700)
    await close(store)
    return copy
  }
  const key = (kind: string, number: number): string => `${kind}/${String(number).padStart(16, '0')}`

  test('commits in the middle', async () => {
    const path = await crashed()
    await tamper(path, (database) =>
      database.batch([3, 4, 5].map((number) => ({ type: 'del', key: key('commit', number) }))),
    )
    expect((await refusal(path)).toJSON()).toMatchObject({
      detail: { reason: 'unreadable', why: expect.stringMatching(/^commits 3 to 5 are missing; .*log in again$/) },
    })
  })

  test('messages that a commit promised', async () => {
    const path = await crashed()
    await tamper(path, (database) => database.del(key('pull', 3)))
    expect((await refusal(path)).toJSON()).toMatchObject({
      detail: { why: expect.stringMatching(/^messages 3 to 4 are missing/) },
    })
  })

  test('one changed character of a message', async () => {
    const path = await crashed()
    await tamper(path, async (database) => {
      const text = (await database.get(key('pull', 3))) ?? ''
      await database.put(key('pull', 3), text.replace('text 4', 'text 5'))
    })
    expect((await refusal(path)).toJSON()).toMatchObject({
      detail: { why: expect.stringMatching(/^messages 3 to 4 are damaged/) },
    })
  })

  test('a record in another’s place', async () => {
    const path = await crashed()
    await tamper(path, async (database) => database.put(key('commit', 3), (await database.get(key('commit', 4))) ?? ''))
    expect((await refusal(path)).toJSON()).toMatchObject({
      detail: { why: expect.stringMatching(/^commit 3 is damaged/) },
    })
  })

  test('the beginning', async () => {
    const path = await crashed()
    await tamper(path, (database) => database.del('snapshot'))
    expect((await refusal(path)).toJSON()).toMatchObject({
      detail: { why: expect.stringMatching(/^the beginning is missing/) },
    })
  })

  test('everything, so that the database looks like a new one', async () => {
    const path = await filled(3)
    await tamper(path, (database) => database.clear())
    expect((await refusal(path)).toJSON()).toMatchObject({ detail: { reason: 'unreadable' } })
  })

  test('a damaged table of contents', async () => {
    const path = await filled(3)
    writeFileSync(join(path, 'CURRENT'), 'nonsense')
    expect((await refusal(path)).toJSON()).toMatchObject({ detail: { reason: 'unreadable' } })
  })

  /** What is in a store, or why it is not opened. */
  const found = async (path: string): Promise<Saved | Failure> => {
    try {
      const store = await open(path)
      const saved = await load(store)
      await close(store)
      return saved
    } catch (error) {
      if (isFailure(error)) return error
      throw error
    }
  }

  test('after any flipped byte of its data the store is refused, or holds all that was there', async () => {
    const path = await filled(40)
    const whole = await open(path)
    const expected = await load(whole)
    await close(whole)
    const files = readdirSync(path).filter((name) => /\.(log|ldb)$/.test(name) && statSync(join(path, name)).size > 0)
    expect(files.length).toBeGreaterThan(0)
    for (const name of files) {
      const size = statSync(join(path, name)).size
      for (let at = 0; at < size; at += Math.ceil(size / 12)) {
        const copy = freshPath()
        cpSync(path, copy, { recursive: true })
        chmodSync(copy, 0o700)
        const bytes = readFileSync(join(copy, name))
        bytes.writeUInt8(bytes.readUInt8(at) ^ 0xff, at)
        writeFileSync(join(copy, name), bytes)
        const outcome = await found(copy)
        if (isFailure(outcome)) expect(outcome.detail).toMatchObject({ reason: 'unreadable' })
        else expect(outcome).toEqual(expected)
      }
    }
  })
})

test('without classic-level it says how to get it', async () => {
  vi.resetModules()
  vi.doMock('classic-level', () => {
    throw Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' })
  })
  const { levelStore: without } = await import('../../src/edge/level-store.js')
  const failed = await lastValueFrom(without(freshPath())).catch((error: unknown) => error)
  vi.doUnmock('classic-level')
  expect(failed).toMatchObject({ kind: 'store', detail: { why: expect.stringContaining('npm install classic-level') } })
})

test('a process killed at any moment leaves all commits up to some point, and none after it', async () => {
  const path = freshPath()
  const child = new URL('edge-level-store-child.ts', import.meta.url).pathname
  let last = 0
  for (const lines of [1, 40, 3, 250, 17]) {
    const writer = spawn(process.execPath, ['--import', 'tsx', child, path], { stdio: ['ignore', 'pipe', 'inherit'] })
    const exited = new Promise((resolve) => writer.once('exit', resolve))
    let heard = 0
    for await (const line of createInterface({ input: writer.stdout })) {
      last = Number(line)
      if (++heard === lines) writer.kill('SIGKILL')
    }
    await exited
    const store = await open(path)
    const saved = await load(store)
    await close(store)
    const commits = Number(saved.clientMsgId)
    // What was answered is there; of the rest a beginning, whole.
    expect(commits).toBeGreaterThanOrEqual(last)
    expect(saved.lastSeq).toBe(2 * commits)
    expect(saved.seen).toEqual(Array.from({ length: 2 * commits }, (_, index) => `m${index + 1}`).slice(-10_000))
    expect(saved.entries).toEqual(
      [message(2 * commits - 2), message(2 * commits - 1), message(2 * commits)].filter(({ seq }) => seq > 0),
    )
  }
})
