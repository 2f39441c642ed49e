import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Changes } from '../../src/index.js'
import { bytesOf, close, commit, copyOf, freshPath, load, open, within } from '../support/store/disk.js'

/** Have nothing in common, so that no compression hides them. */
const secretOf = (number: number): string => createHash('md5').update(`${number}`).digest('hex').slice(0, 16)

const secrets = [1, 2, 3, 4, 5].map(secretOf)

const text = (seq: number, content: string) => ({ seq, epoch: 1, id: `m${seq}`, raw: { Content: content } })

const session = {
  uin: '1',
  sid: secretOf(1),
  skey: secretOf(2),
  passTicket: 'p',
  deviceId: 'e1',
  profile: 'web',
  web: 'https://wx.qq.com',
} as const

const told: Changes = {
  session,
  entries: [text(1, secretOf(3))],
  outbox: [{ clientMsgId: '1', key: 'k', to: 'p_1', content: { type: 'text', text: secretOf(4) } }],
  states: [{ consumer: 'c', conversation: 'p_1', state: secretOf(5) }],
}

const forgets: Changes = {
  session: null,
  dispatched: 1,
  sent: ['1'],
  states: [{ consumer: 'c', conversation: 'p_1', state: undefined }],
  erase: true,
}

const readable = (path: string): readonly string[] => secrets.filter((secret) => bytesOf(path).includes(secret))

/** Texts that are kept, so many that LevelDB has several files for them. */
const more = (count: number): Changes => ({
  identities: Array.from({ length: count }, (_, n) => ({
    id: `p_${n}`,
    kind: 'person' as const,
    remarkName: '',
    alias: '',
    nickName: `name ${n} ${'x'.repeat(1_000)}`,
    epoch: 1,
    userName: `@${n}`,
  })),
})

test.each([0, 1, 2])('what is forgotten is in no file, after %i restarts', async (restarts) => {
  const path = freshPath()
  await within(path, {}, (store) => commit(store, told))
  for (let count = 0; count < restarts; count += 1) await within(path, {}, (store) => commit(store, more(2_000)))
  expect(readable(path)).toEqual(secrets)
  const store = await open(path)
  await commit(store, forgets)
  expect(readable(path)).toEqual([])
  await close(store)
  expect(readable(path)).toEqual([])
  const saved = await within(path, {}, load)
  expect(saved).toMatchObject({ entries: [], outbox: [], states: [] })
  expect(saved.identities.length).toBe(restarts === 0 ? 0 : 2_000)
})

test('in the process that wrote it, too, and what another account keeps stays', async () => {
  const path = freshPath()
  const work = await open(path, {}, 'work')
  await commit(work, { entries: [text(1, 'stays here')], clientMsgId: '7' })
  await within(path, {}, async (store) => {
    await commit(store, told)
    await commit(store, forgets)
    expect(readable(path)).toEqual([])
  })
  await close(work)
  expect(await within(path, {}, load, 'work')).toMatchObject({ clientMsgId: '7', entries: [{ seq: 1 }] })
})

test('a process that is killed while it erases leaves the rest to the next opening', async () => {
  const original = freshPath()
  await within(original, {}, (store) => commit(store, told))
  let killed = 0
  let signal: NodeJS.Signals | null = 'SIGKILL'
  for (let writes = 0; signal === 'SIGKILL'; writes += 1) {
    const path = copyOf(original)
    const args = ['--import', 'tsx', 'test/support/store/erase-and-die.ts', path, String(writes)]
    signal = spawnSync(process.execPath, args).signal
    if (signal === 'SIGKILL') killed += 1
    const saved = await within(path, {}, load)
    expect(readable(path)).toEqual(saved.session === undefined ? [] : secrets)
  }
  expect(killed).toBeGreaterThan(4)
}, 600_000)
