import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ClassicLevel } from 'classic-level'
import { expect, test } from 'vitest'
import { close, commit, freshPath, load, open, within } from '../support/store/disk.js'

const raw = (seq: number) => ({
  MsgId: String(seq),
  Content: `secret text of message ${seq}`,
  Padding: 'x'.repeat(500),
})
const sizeOf = (path: string): number =>
  readdirSync(path).reduce((sum, name) => sum + statSync(join(path, name)).size, 0)

test('of 20,000 messages that were settled no record is left; the files are as large as what is still remembered', async () => {
  const path = freshPath()
  const store = await open(path)
  let seq = 0
  for (let batch = 0; batch < 200; batch += 1) {
    const entries = Array.from({ length: 100 }, () => {
      seq += 1
      return { seq, epoch: 1, id: `m${seq}`, raw: raw(seq) }
    })
    await commit(store, { entries, seen: entries.map(({ id }) => id) })
    await commit(store, { dispatched: seq })
  }
  await close(store)
  const database = new ClassicLevel<string, string>(path)
  const records = await database.iterator().all()
  expect(records.map(([key]) => key)).toEqual(['snapshot'])
  expect(records.map(([, value]) => value).join()).not.toContain('secret text')
  await database.compactRange('', '\uffff')
  await database.close()
  // Ten thousand ids of five characters are what is remembered; twelve megabytes went through.
  expect(sizeOf(path)).toBeLessThan(1_000_000)
  expect((await within(path, {}, load)).entries).toEqual([])
}, 60_000)

test('dead letters are kept to a thousand, the oldest make room', async () => {
  const path = freshPath()
  await within(path, {}, async (store) => {
    for (let batch = 0; batch < 15; batch += 1)
      await commit(store, {
        dead: Array.from({ length: 100 }, (_, at) => {
          const seq = batch * 100 + at + 1
          return { seq, epoch: 1, id: `m${seq}`, raw: raw(seq), consumer: 'c', reason: 'r', attempts: 1, time: 1 }
        }),
      })
  })
  const { dead } = await within(path, {}, load)
  expect([dead.length, dead[0]?.seq, dead.at(-1)?.seq]).toEqual([1_000, 501, 1_500])
})
