import { ClassicLevel } from 'classic-level'
import { expect, test } from 'vitest'
import { memoryStore, nothingSaved } from '../../src/actors/memory-store.js'
import { createStage } from '../support/bot/stage.js'
import { commit, freshPath, load, message, pull, refusal, within } from '../support/store/disk.js'

const item = { clientMsgId: '17', key: 'k', to: 'p_1', content: { type: 'text', text: 'hi' } } as const
const letter = { ...message(1), consumer: 'c', reason: 'r', attempts: 1, time: 1 }

/** Ten commits of two messages each, with an item to be sent in the third. */
async function tenCommits(): Promise<string> {
  const path = freshPath()
  await within(path, {}, async (store) => {
    for (let number = 1; number <= 10; number += 1)
      await commit(store, { ...pull(number), ...(number === 3 ? { outbox: [item] } : {}) })
    await commit(store, { dead: [letter] })
  })
  return path
}

/** The commits as records of their own, as a killed process leaves them. */
async function unfolded(): Promise<string> {
  const path = freshPath()
  const { spawnSync } = await import('node:child_process')
  const { status } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'test/support/store/commit-and-die.ts', path, '10'],
    { encoding: 'utf8' },
  )
  expect(status).toBeNull()
  return path
}

const key = (folder: string, number: number): string => `${folder}/${String(number).padStart(16, '0')}`

async function change(path: string, act: (database: ClassicLevel<string, string>) => Promise<unknown>): Promise<void> {
  const database = new ClassicLevel<string, string>(path)
  await act(database)
  await database.close()
}

test('messages that are missing: a failure names them, or they are left out, told of once, and the rest is there', async () => {
  const path = await tenCommits()
  await change(path, (database) => database.del(key('pull', 7)))
  expect((await refusal(path)).message).toContain('messages 7 to 8 are missing')
  const saved = await within(path, { holes: 'gap' }, load)
  expect(saved.gap).toBe('messages 7 to 8 are missing')
  expect(saved.entries.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20])
  const next = await within(path, {}, load)
  expect([next.gap, next.entries.length, next.lastSeq]).toEqual([undefined, 18, 20])
})

test('commits that are missing: the later ones stand, and what was to be sent before them is not said twice', async () => {
  const path = await unfolded()
  await change(path, (database) =>
    database.batch([5, 6].map((number) => ({ type: 'del', key: key('commit', number) }))),
  )
  expect((await refusal(path)).message).toContain('commits 5 to 6 are missing')
  const saved = await within(path, { holes: 'gap' }, load)
  expect(saved.gap).toContain('commits 5 to 6 are missing')
  expect(saved.clientMsgId).toBe('10')
  expect(saved.outbox).toEqual([{ ...item, attempted: 0 }])
  expect((await within(path, {}, load)).gap).toBeUndefined()
})

test('a commit that is damaged is a hole, too', async () => {
  const path = await unfolded()
  await change(path, (database) => database.put(key('commit', 4), 'xxxxxxxx{}'))
  expect((await refusal(path)).message).toContain('commit 4 is damaged')
  expect((await within(path, { holes: 'gap' }, load)).gap).toContain('commit 4 is damaged')
})

test('the end that the mark promises and the database does not have is a hole', async () => {
  const path = await tenCommits()
  await change(path, (database) => database.del('snapshot'))
  expect((await refusal(path)).message).toContain('the beginning is missing')
  const saved = await within(path, { holes: 'gap' }, load)
  expect(saved.gap).toContain('the beginning is missing')
  expect(saved.session).toBeUndefined()
  await within(path, {}, (store) => commit(store, pull(11)))
  expect((await within(path, {}, load)).clientMsgId).toBe('11')
})

test('a bot that goes on after a hole says so in one gap event, and the next one says nothing', () => {
  const stage = createStage()
  const inner = memoryStore({ ...nothingSaved, gap: 'commits 5 to 6 are missing' })
  const run = stage.run({ store: inner })
  stage.advance(60_000)
  const gaps = run.events.filter(({ type }) => type === 'gap')
  expect(gaps).toEqual([expect.objectContaining({ type: 'gap', reason: 'commits 5 to 6 are missing' })])
  run.kill()
  const next = stage.run({ store: inner })
  stage.advance(60_000)
  expect(next.states.at(-1)?.type).toBe('online')
  expect(next.events.filter(({ type }) => type === 'gap')).toEqual([])
})
