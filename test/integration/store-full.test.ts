import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ClassicLevel } from 'classic-level'
import { defer, lastValueFrom, of, throwError } from 'rxjs'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Failure, failure, memoryStore, reply } from '../../src/index.js'
import { keepsItsPromises } from '../support/bot/promises.js'
import { createStage, savedIn } from '../support/bot/stage.js'
import { close, commit, freshPath, load, message, open, pull, within } from '../support/store/disk.js'

/** A file system of one megabyte; undefined where this user may not mount one. */
function smallDisk(): string | undefined {
  const path = mkdtempSync(join(tmpdir(), 'rxwx-full-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m,mode=0700', 'tmpfs', path], { stdio: 'ignore' })
    return path
  } catch {
    rmSync(path, { recursive: true })
    return undefined
  }
}

describe('a disk that is full', () => {
  let disk: string | undefined
  beforeAll(() => {
    disk = smallDisk()
    if (disk === undefined)
      console.warn('skipped: a file system of its own cannot be mounted here, so no disk is really full')
  })
  afterAll(() => {
    if (disk === undefined) return
    execFileSync('umount', [disk])
    rmSync(disk, { recursive: true })
  })

  test('fails commits with a typed failure, and goes on without a hole when there is room again', async (context) => {
    if (disk === undefined) return context.skip()
    const path = join(disk, 'store')
    const filler = join(disk, 'filler')
    const store = await open(path)
    await commit(store, pull(1))
    expect(() => writeFileSync(filler, Buffer.alloc(2_000_000))).toThrow('ENOSPC')
    let number = 2
    let failed: Failure | undefined
    while (failed === undefined && number < 2_000)
      await commit(store, pull(number)).then(
        () => {
          number += 1
        },
        (error: Failure) => {
          failed = error
        },
      )
    expect(failed?.toJSON()).toMatchObject({ kind: 'store', detail: { reason: 'unwritable' } })
    await expect(commit(store, pull(number))).rejects.toMatchObject({ detail: { reason: 'unwritable' } })
    rmSync(filler)
    for (const next of [number, number + 1, number + 2]) await commit(store, pull(next))
    await close(store)
    const saved = await within(path, {}, load)
    expect(saved.clientMsgId).toBe(String(number + 2))
    expect(saved.entries).toEqual(Array.from({ length: 2 * (number + 2) }, (_, at) => message(at + 1)))
  })
})

describe('a write that failed', () => {
  const failing = (landed: boolean) => {
    const write = ClassicLevel.prototype.batch
    return vi.spyOn(ClassicLevel.prototype, 'batch').mockImplementationOnce(async function (
      this: ClassicLevel,
      ...args: never[]
    ) {
      if (landed) await (write as (...all: never[]) => Promise<void>).apply(this, args)
      throw new Error('no room')
    } as never)
  }

  test.each([
    ['and did land', true],
    ['and did not land', false],
  ])('%s is there once when it is tried again', async (_, landed) => {
    const path = freshPath()
    const store = await open(path)
    await commit(store, pull(1))
    const spy = failing(landed)
    await expect(commit(store, pull(2))).rejects.toMatchObject({ detail: { reason: 'unwritable', why: 'no room' } })
    spy.mockRestore()
    await commit(store, { epoch: 7 })
    await commit(store, pull(2))
    await commit(store, pull(3))
    await close(store)
    const saved = await within(path, {}, load)
    expect([saved.epoch, saved.clientMsgId, saved.entries.length]).toEqual([7, '3', 6])
  })

  test('is no trouble of another account in the same database', async () => {
    const path = freshPath()
    const [one, other] = [await open(path, {}, 'one'), await open(path, {}, 'other')]
    const spy = failing(false)
    await expect(commit(one, pull(1))).rejects.toBeDefined()
    spy.mockRestore()
    await Promise.all([commit(one, pull(1)), commit(other, pull(1))].map((done) => done.catch(() => undefined)))
    await commit(other, { clientMsgId: 'x' })
    await close(one)
    await close(other)
    expect((await within(path, {}, load, 'one')).lastSeq).toBe(2)
    expect((await within(path, {}, load, 'other')).clientMsgId).toBe('x')
  })
})

test('while a store cannot write the bot pulls once in a while at the most, says so, and loses nothing', async () => {
  const stage = createStage()
  const inner = memoryStore()
  let full = false
  const commitWhereThereIsRoom: typeof inner.commit = (changes) =>
    defer(() =>
      full
        ? throwError(() => failure('store', { reason: 'unwritable', path: 'x', why: 'no space left on device' }))
        : inner.commit(changes),
    )
  const run = stage.run({
    store: { ...inner, commit: commitWhereThereIsRoom },
    prepare: (bot) => bot.handle('echo', (one) => of(reply(one, `re: ${one.type === 'text' ? one.text : one.type}`))),
  })
  stage.advance(10_000)
  full = true
  const before = stage.world.exchanges.list('webwxsync').length
  for (let n = 0; n < 20; n += 1) stage.say('alice', `${n}`)
  stage.advance(3_600_000)
  expect(run.states.at(-1)?.type).toBe('online')
  expect(stage.world.exchanges.list('webwxsync').length - before).toBeLessThan(5)
  expect(run.events.filter(({ type }) => type === 'trouble').length).toBeGreaterThan(10)
  full = false
  stage.advance(120_000)
  expect(stage.world.sent().map(({ text }) => text)).toEqual(Array.from({ length: 20 }, (_, n) => `re: ${n}`))
  keepsItsPromises(stage)
  expect((await lastValueFrom(inner.load())).entries).toEqual([])
  expect(savedIn(stage)).toBeDefined()
})
