import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ClassicLevel } from 'classic-level'
import { beforeAll, expect, test } from 'vitest'
import { type Failure, isFailure, type Saved } from '../../src/index.js'
import { close, copyOf, freshPath, load, message, open } from '../support/store/disk.js'

const commits = 40

/** What a process leaves that is killed after forty commits of two messages each. */
function killed(): string {
  const path = freshPath()
  const args = ['--import', 'tsx', 'test/support/store/commit-and-die.ts', path, String(commits)]
  expect(spawnSync(process.execPath, args, { encoding: 'utf8' }).signal).toBe('SIGKILL')
  return path
}

const filesOf = (path: string, ending: RegExp): readonly string[] =>
  readdirSync(path)
    .filter((name) => ending.test(name))
    .map((name) => join(path, name))

/** What opening it comes to. */
async function look(path: string): Promise<Saved | Failure> {
  try {
    const store = await open(path)
    const saved = await load(store).catch((error: unknown) => (isFailure(error) ? error : Promise.reject(error)))
    await close(store)
    return saved
  } catch (error) {
    if (isFailure(error)) return error
    throw error
  }
}

/** The state after some commit, whole; or a failure that says that it is not. Answers with the commit, or -1. */
function judge(found: Saved | Failure): number {
  if (isFailure(found)) {
    expect(found.toJSON()).toMatchObject({ kind: 'store', detail: { reason: 'unreadable' } })
    return -1
  }
  const after = Number(found.clientMsgId)
  expect(found.entries).toEqual(Array.from({ length: 2 * after }, (_, at) => message(at + 1)))
  expect([found.lastSeq, found.seen.length, found.outbox.length]).toEqual([2 * after, 2 * after, after < 3 ? 0 : 1])
  return after
}

let left = ''
let tables = ''

beforeAll(async () => {
  left = killed()
  tables = copyOf(left)
  const database = new ClassicLevel<string, string>(tables)
  await database.open()
  await database.compactRange('', '\uffff')
  await database.close()
}, 60_000)

test('a log that ends early, wherever in its last commits, is the state after some commit', async () => {
  const [log = ''] = filesOf(left, /\.log$/)
  const { size } = statSync(log)
  const seen = new Set<number>()
  // Every byte of the last record, then a stride that meets records at all their places: each byte would take minutes.
  for (let cut = 0; cut <= 4_096; cut += cut < 100 ? 1 : 23) {
    const path = copyOf(left)
    truncateSync(filesOf(path, /\.log$/)[0] ?? '', size - cut)
    seen.add(judge(await look(path)))
    rmSync(path, { recursive: true })
  }
  expect(seen.has(commits)).toBe(true)
  expect(seen.has(-1)).toBe(false)
  expect(seen.size).toBeGreaterThan(2)
}, 120_000)

test.each([
  ['the log', () => left, /\.log$/],
  ['a table', () => tables, /\.ldb$/],
])(
  'a byte that is flipped somewhere in %s is a failure, or nothing of it is seen',
  async (_, original, ending) => {
    const outcomes = new Set<number>()
    for (let at = 0; at < 100; at += 1) {
      const path = copyOf(original())
      const [file = ''] = filesOf(path, ending)
      const bytes = readFileSync(file)
      const place = Math.floor((at / 100) * bytes.length)
      bytes[place] = (bytes[place] ?? 0) ^ (1 << (at % 8))
      writeFileSync(file, bytes)
      outcomes.add(judge(await look(path)))
      rmSync(path, { recursive: true })
    }
    expect(outcomes.has(-1)).toBe(true)
  },
  120_000,
)
