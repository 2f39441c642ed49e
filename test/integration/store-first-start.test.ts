import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { needs } from '../support/needs.js'
import { commit, freshPath, load, message, pull, refusal, within } from '../support/store/disk.js'

const worksAt = async (path: string): Promise<void> => {
  await within(path, {}, (store) => commit(store, pull(1)))
  expect((await within(path, {}, load)).entries).toEqual([message(1), message(2)])
}

const directoryWith = (names: readonly string[]): string => {
  const path = freshPath()
  mkdirSync(path, { mode: 0o700 })
  for (const name of names) writeFileSync(join(path, name), '')
  return path
}

/** What is in the directory after each step of LevelDB, when it makes a database. */
const steps = [
  ['LOCK'],
  ['LOCK', 'LOG'],
  ['LOCK', 'LOG', 'MANIFEST-000001'],
  ['LOCK', 'LOG', 'MANIFEST-000001', '000001.dbtmp'],
  ['LOCK', 'LOG', 'LOG.old', 'MANIFEST-000001', '000001.dbtmp', 'owner.json', 'owner.json.new', 'rxwx.json.new'],
  ['rxwx.json.new'],
  ['listener.sock', 'listener.path'],
]

test.each(steps.map((names) => [names.join(' '), names]))(
  'a first start that left %s is begun again',
  async (_, names) => {
    await worksAt(directoryWith(names))
  },
)

test('a first start that is killed before any of its own writes is begun again', async () => {
  let killed = 0
  let signal: NodeJS.Signals | null = 'SIGKILL'
  for (let writes = 0; signal === 'SIGKILL'; writes += 1) {
    const path = freshPath()
    const args = ['--import', 'tsx', 'test/support/store/start-and-die.ts', path, String(writes)]
    signal = spawnSync(process.execPath, args).signal
    if (signal === 'SIGKILL') killed += 1
    await worksAt(path)
  }
  expect(killed).toBeGreaterThan(10)
}, 600_000)

/** A file system with room for so many files; undefined where this user may not mount one. */
function tightDisk(files: number): string | undefined {
  const path = mkdtempSync(join(tmpdir(), 'rxwx-tight-'))
  try {
    const options = `size=1m,mode=0700,nr_inodes=${files + 1}`
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path], { stdio: 'ignore' })
    return path
  } catch {
    rmSync(path, { recursive: true })
    return undefined
  }
}

test('a first start on a disk that is full from any file on is begun again once there is room', async (context) => {
  let refused = 0
  for (let files = 1; files <= 12; files += 1) {
    const path = tightDisk(files)
    if (path === undefined) {
      needs(false, 'the right to mount a small disk')
      return context.skip()
    }
    try {
      const failed = await refusal(path).catch(() => undefined)
      if (failed !== undefined) {
        refused += 1
        expect(failed.toJSON()).toMatchObject({ kind: 'store', detail: { path } })
      }
      execFileSync('mount', ['-o', 'remount,nr_inodes=1000', path])
      await worksAt(path)
    } finally {
      execFileSync('umount', [path])
      rmSync(path, { recursive: true })
    }
  }
  expect(refused).toBeGreaterThan(3)
}, 600_000)

test.each([
  ['something else beside them', ['LOCK', 'LOG', 'thesis.tex']],
  ['a log that is no database’s', ['LOG', 'today.log']],
])('%s is refused as unsafe, and left alone', async (_, names) => {
  const path = directoryWith(names)
  expect((await refusal(path)).detail).toMatchObject({ reason: 'unsafe' })
  expect(readdirSync(path).sort()).toEqual([...names].sort())
})

test.each(['CURRENT', 'CURRENT and the mark'])(
  'a store without %s keeps its data for whoever mends it',
  async (lost) => {
    const path = freshPath()
    await within(path, {}, (store) => commit(store, pull(1)))
    rmSync(join(path, 'CURRENT'))
    if (lost !== 'CURRENT') rmSync(join(path, 'rxwx.json'))
    const before = readdirSync(path)
    expect((await refusal(path)).detail).toMatchObject({
      reason: 'unreadable',
      why: expect.stringContaining('CURRENT'),
    })
    expect(readdirSync(path)).toEqual(before)
  },
)
