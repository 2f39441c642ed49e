import { defer, type Observable, throwError } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { type Bot, type Changes, failure, memoryStore, reply, type Store } from '../../src/index.js'
import { outcomeOf } from '../support/bot/outcome.js'
import { keepsItsPromises } from '../support/bot/promises.js'
import { createStage, type Run, type Stage } from '../support/bot/stage.js'

const full = () => failure('store', { reason: 'unwritable', path: 'x', why: 'no space left on device' })

interface Disk {
  readonly store: Store
  /** From the next commit on that fits there is no room. */
  readonly fillAt: (fits: (changes: Changes) => boolean) => void
  readonly isFull: () => boolean
  readonly makeRoom: () => void
}

function createDisk(inner = memoryStore()): Disk {
  let fits: (changes: Changes) => boolean = () => false
  let isFull = false
  return {
    store: {
      ...inner,
      commit: (changes) =>
        defer((): Observable<void> => {
          isFull ||= fits(changes)
          return isFull ? throwError(full) : inner.commit(changes)
        }),
    },
    fillAt: (next) => {
      fits = next
    },
    isFull: () => isFull,
    makeRoom: () => {
      fits = () => false
      isFull = false
    },
  }
}

const prepare = (bot: Bot): void =>
  bot.handle('echo', (one) => (one.type === 'text' ? [reply(one, `re: ${one.text}`)] : []))

const texts = (stage: Stage): readonly string[] => stage.world.sent().map((one) => one.text)

/** Where a bot commits: what the commit looks like, and what leads to it. */
const points: Readonly<
  Record<string, { readonly fits: (changes: Changes) => boolean; readonly act?: (stage: Stage, run: Run) => void }>
> = {
  'a new login': { fits: ({ epoch }) => epoch !== undefined },
  'a batch that is kept': { fits: ({ entries }) => entries !== undefined },
  'a message that is settled': { fits: ({ durable }) => durable === true },
  'ids that are reserved': { fits: ({ clientMsgId }) => clientMsgId !== undefined },
  'a send that is about to be tried': {
    fits: ({ outbox = [] }) => outbox.some(({ attempted }) => attempted !== undefined),
  },
  'a send that was answered': { fits: ({ sent }) => sent !== undefined },
  'ids of people': { fits: ({ identities, dispatched }) => identities !== undefined && dispatched === undefined },
  'a send that was asked for': {
    fits: ({ outbox = [], durable }) =>
      durable === undefined && outbox.some(({ attempted }) => attempted === undefined),
    act: (_, { bot }) => {
      bot.send('filehelper', 'one').subscribe()
      bot.send('filehelper', 'two').subscribe()
    },
  },
}

describe('a disk that is full from a commit on stops nothing, loses nothing and repeats nothing', () => {
  test.each(Object.entries(points))('%s', (_, { fits, act = () => {} }) => {
    const stage = createStage()
    const disk = createDisk()
    disk.fillAt(fits)
    const run = stage.run({ store: disk.store, prepare })
    const asked: string[] = []
    stage.advance(10_000)
    for (const word of ['a', 'b']) stage.say('alice', word)
    stage.advance(5_000)
    act(stage, run)
    stage.advance(5_000)
    expect(disk.isFull()).toBe(true)
    stage.say('bob', 'c')
    run.bot.send('filehelper', 'while it was full').subscribe(({ outcome }) => asked.push(outcome))
    stage.advance(600_000)
    expect(run.end()).toBeUndefined()
    expect(run.events.filter(({ type }) => type === 'trouble').length).toBeGreaterThan(10)
    expect(asked).toEqual([])

    disk.makeRoom()
    stage.advance(60_000)
    expect(run.states.at(-1)?.type).toBe('online')
    expect(asked).toEqual(['accepted'])
    expect(run.events.flatMap((event) => (event.type === 'receipt' ? [event.receipt.outcome] : []))).not.toContain(
      'refused',
    )
    const expected = [
      're: a',
      're: b',
      're: c',
      'while it was full',
      ...(act === points['a send that was asked for']?.act ? ['one', 'two'] : []),
    ]
    expect([...texts(stage)].sort()).toEqual([...expected].sort())
    keepsItsPromises(stage)
    expect(savedOf(disk.store)).toMatchObject({ outbox: [], entries: [], dead: [] })
    run.bot.stop()
  })
})

test('a session that is resumed on a full disk goes on when there is room', () => {
  const stage = createStage()
  stage.run({ prepare }).bot.stop()
  const first = stage.run({ prepare })
  stage.advance(10_000)
  first.bot.stop()
  const disk = createDisk(stage.store)
  disk.fillAt(() => true)
  const run = stage.run({ store: disk.store, prepare })
  stage.advance(120_000)
  stage.say('alice', 'a')
  disk.makeRoom()
  stage.advance(60_000)
  expect(run.events).toContainEqual({ type: 'loggedIn', fresh: false })
  expect(texts(stage)).toEqual(['re: a'])
})

test('a logout on a full disk is over when the session is forgotten', () => {
  const stage = createStage()
  const disk = createDisk()
  const run = stage.run({ store: disk.store })
  stage.advance(10_000)
  disk.fillAt(({ session }) => session === null)
  run.bot.logout().subscribe()
  stage.advance(120_000)
  expect([stage.world.isOnline(), run.end()]).toEqual([false, undefined])
  disk.makeRoom()
  stage.advance(60_000)
  expect(run.end()).toEqual({})
  expect(savedOf(disk.store)).not.toHaveProperty('session')
})

test('a logout without a start waits as well', () => {
  const stage = createStage()
  const disk = createDisk(stage.store)
  const first = stage.run({ prepare })
  stage.advance(10_000)
  first.bot.stop()
  disk.fillAt(() => true)
  const run = stage.run({ store: disk.store, startNow: false })
  run.bot.logout().subscribe()
  stage.advance(120_000)
  expect([stage.world.isOnline(), run.end()]).toEqual([false, undefined])
  disk.makeRoom()
  stage.advance(60_000)
  expect(run.end()).toEqual({})
  expect(savedOf(disk.store)).not.toHaveProperty('session')
})

test('sends that were asked for while the disk was full keep their order, and a stop ends their wait', () => {
  const stage = createStage()
  const disk = createDisk()
  const run = stage.run({ store: disk.store })
  stage.advance(10_000)
  disk.fillAt(() => true)
  const numbers = Array.from({ length: 30 }, (_, n) => `${n}`)
  for (const number of numbers) {
    run.bot.send('filehelper', number).subscribe()
    stage.advance(1_700)
  }
  disk.makeRoom()
  stage.advance(60_000)
  expect(texts(stage)).toEqual(numbers)
  disk.fillAt(() => true)
  const late = outcomeOf(run.bot.send('filehelper', 'late'))
  stage.advance(60_000)
  run.bot.stop()
  expect(late.end()).toBe('stopped')
  expect(run.end()).toEqual({})
  expect(stage.clock.scheduler.actions.filter(({ closed }) => !closed)).toEqual([])
})

test('a store that is broken is not waited for', () => {
  const stage = createStage()
  const inner = memoryStore()
  const broken = failure('store', { reason: 'unreadable', path: 'x', why: 'damaged' })
  const commit: Store['commit'] = ({ entries, ...rest }) =>
    entries === undefined ? inner.commit(rest) : throwError(() => broken)
  const run = stage.run({ store: { ...inner, commit } })
  stage.advance(10_000)
  stage.say('alice', 'a')
  stage.advance(5_000)
  expect(run.end()).toEqual({ error: broken })
})

function savedOf(store: Store) {
  let found: unknown
  store.load().subscribe((saved) => {
    found = saved
  })
  return found
}
