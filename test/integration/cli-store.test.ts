import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { concatMap, firstValueFrom } from 'rxjs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Changes, openStore, type Saved } from '../../src/index.js'
import { bytesOf } from '../support/store/disk.js'

let directory = ''
beforeEach(() => {
  directory = join(mkdtempSync(join(tmpdir(), 'rxwx-cli-store-')), 'store')
})
afterEach(() => rmSync(join(directory, '..'), { recursive: true, force: true }))

const rxwx = (
  ...args: readonly string[]
): { readonly out: string; readonly err: string; readonly code: number | null } => {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['dist/cli/main.js', ...args], {
    encoding: 'utf8',
    env: { ...process.env, RXWX_STORE: directory },
  })
  return { out: stdout, err: stderr, code: status }
}

const change = async (changes: Changes): Promise<Saved> => {
  const store = await firstValueFrom(openStore(directory).account())
  const saved = await firstValueFrom(store.commit(changes).pipe(concatMap(() => store.load())))
  await firstValueFrom(store.close())
  return saved
}

const raw = { MsgId: '7000000000000000001', FromUserName: '@a', Content: 'hello' }
const letter = {
  seq: 1,
  epoch: 1,
  id: '7000000000000000001',
  raw,
  consumer: 'mail',
  reason: 'no\u001b[31m',
  attempts: 3,
  time: 0,
}

test('dead letters are listed with escapes made visible, driven again as new entries, or dropped', async () => {
  await change({
    entries: [{ seq: 1, epoch: 1, id: letter.id, raw }],
    dispatched: 1,
    dead: [letter, { ...letter, seq: 2, id: '9' }],
  })
  const listed = rxwx('dead', 'list')
  expect(listed.out.split('\n')[0]).toBe('1970-01-01T00:00:00.000Z  7000000000000000001  mail  3 tries  no␛[31m')
  expect(rxwx('dead', 'retry', letter.id).code).toBe(0)
  expect(rxwx('dead', 'drop', '9').code).toBe(0)
  const after = await change({})
  expect([after.dead, after.entries]).toEqual([[], [{ seq: 2, epoch: 1, id: letter.id, raw }]])
}, 60_000)

test('an unknown letter changes nothing and is wrong usage', async () => {
  await change({ dead: [letter] })
  expect(rxwx('dead', 'drop', 'nonsense', letter.id)).toMatchObject({ code: 2 })
  expect((await change({})).dead.length).toBe(1)
}, 60_000)

test('info tells numbers and nothing that anybody wrote; purge forgets that and keeps the session', async () => {
  const session = {
    uin: '1',
    sid: 's3cret',
    skey: '@crypt_x',
    passTicket: 't',
    deviceId: 'e1',
    profile: 'web',
    web: 'https://wx.qq.com',
  } as const
  await change({
    epoch: 1,
    session,
    owner: '1',
    entries: [{ seq: 1, epoch: 1, id: '1', raw }],
    outbox: [{ clientMsgId: '17', key: 'k', to: 'p_1', content: { type: 'text', text: 'hidden' } }],
    dead: [letter],
    states: [{ consumer: 'poll', conversation: 'p_1', state: { hidden: true } }],
    sendKeys: [
      {
        key: 'hidden in a key',
        to: 'p_1',
        content: 'c0ffee',
        time: 1,
        clientMsgId: '16',
        outcome: 'accepted',
        msgId: '8',
      },
      { key: 'other', to: 'p_1', content: 'c0ffee', time: 2, clientMsgId: '15', outcome: 'unknown', reason: 'hidden' },
    ],
  })
  const info = rxwx('store', 'info', '--json')
  expect(JSON.parse(info.out)).toMatchObject({ session: 'web', waiting: 1, outbox: 1, dead: 1, conversations: 1 })
  expect(info.out + info.err).not.toMatch(/hidden|s3cret|hello/)
  expect(rxwx('store', 'verify').err).toMatch(/no holes: 1 messages kept so far, 1 of them waiting/)
  expect(rxwx('store', 'purge')).toMatchObject({ code: 0, err: expect.stringContaining('2 keys of sends') })
  const after = await change({})
  expect(after.sendKeys).toEqual([])
  expect([after.entries, after.outbox, after.dead, after.states, after.session]).toEqual([[], [], [], [], session])
  expect(after.owner).toBe('1')
  expect(bytesOf(directory)).not.toMatch(/hidden|hello|c0ffee/)
  expect(bytesOf(directory)).toMatch(/s3cret/)
  expect(rxwx('store', 'purge', '--all')).toMatchObject({ code: 0, err: expect.stringContaining('rxwx logout') })
  expect(bytesOf(directory)).not.toMatch(/s3cret|crypt_x/)
  const empty = await change({})
  expect([empty.session, empty.owner, empty.identities, empty.keys]).toEqual([undefined, undefined, [], undefined])
}, 60_000)

test('without a store these commands are wrong usage, and on a store in use they say who holds it', async () => {
  const none = spawnSync(process.execPath, ['dist/cli/main.js', 'store', 'info'], {
    encoding: 'utf8',
    env: { ...process.env, RXWX_STORE: '' },
  })
  expect(none.status).toBe(2)
  const store = await firstValueFrom(openStore(directory).account())
  const busy = rxwx('store', 'info')
  await firstValueFrom(store.close())
  expect([busy.code, busy.err.includes(`${process.pid}`)]).toEqual([6, true])
}, 60_000)
