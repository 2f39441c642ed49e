import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Rxwx } from '../support/cli/rxwx.js'
import { useStage } from '../support/cli/stage.js'

const stage = useStage({ accounts: [{ id: 'bot' }], persons: [{ id: 'alice', nickName: 'Alice' }] })

const outcome = async (one: Rxwx) => ({ code: await one.ended, out: one.out, err: one.err() })
const bytes = (path: string): string =>
  readdirSync(path)
    .filter((name) => !name.endsWith('.sock'))
    .map((name) => readFileSync(join(path, name)).toString('latin1'))
    .join('\n')

test('with a passphrase the store is encrypted; without it, or with another one, commands end with 6 and say what to do', async () => {
  const file = stage.path('passphrase')
  writeFileSync(file, 'correct horse\n')
  const env = { RXWX_PASSPHRASE: 'correct horse' }
  expect((await outcome(stage.start(['login', ...stage.at()], env))).code).toBe(0)
  expect(bytes(stage.store())).not.toContain('wxsid')
  const info = await outcome(
    stage.start(['store', 'info', '--json', '--store', stage.store(), '--passphrase-file', file]),
  )
  expect(JSON.parse(info.out[0] ?? '')).toMatchObject({ accounts: 'default', encrypted: 'yes', session: 'web' })
  const without = await outcome(stage.start(['contacts', ...stage.at()]))
  expect([without.code, without.err]).toEqual([6, expect.stringContaining('give its passphrase')])
  const wrong = await outcome(stage.start(['store', 'verify', '--store', stage.store()], { RXWX_PASSPHRASE: 'wrong' }))
  expect([wrong.code, wrong.err]).toEqual([6, expect.stringContaining('does not fit')])
}, 60_000)

test('a passphrase file that is none is wrong usage, and nothing is opened readably instead', async () => {
  const { code } = await outcome(stage.start(['login', ...stage.at(), '--passphrase-file', stage.path('nowhere')]))
  expect(code).toBe(2)
  expect(() => readdirSync(stage.store())).toThrow('ENOENT')
})

test('store encrypt rewrites a readable store', async () => {
  expect((await outcome(stage.start(['login', ...stage.at()]))).code).toBe(0)
  expect(bytes(stage.store())).toContain('wxsid')
  expect((await outcome(stage.start(['store', 'encrypt', '--store', stage.store()]))).code).toBe(2)
  const done = await outcome(stage.start(['store', 'encrypt', '--store', stage.store()], { RXWX_PASSPHRASE: 'x' }))
  expect(done.code).toBe(0)
  expect(bytes(stage.store())).not.toContain('wxsid')
}, 60_000)

test('accounts share a store and not their sessions', async () => {
  const login = (...more: readonly string[]): Promise<{ readonly code: number | null; readonly err: string }> =>
    outcome(stage.start(['login', ...stage.at(), ...more]))
  expect((await login('--account', 'work')).err).toContain('Scan with')
  expect((await login('--account', 'work')).err).not.toContain('Scan with')
  expect((await login()).err).toContain('Scan with')
  const info = await outcome(
    stage.start(['store', 'info', '--json', '--store', stage.store()], { RXWX_ACCOUNT: 'work' }),
  )
  expect(JSON.parse(info.out[0] ?? '')).toMatchObject({ accounts: 'default, work', logins: 1 })
  expect((await login('--account', '../up')).err).toContain('account')
}, 60_000)

test('send goes through the listener of its own account, never as somebody else', async () => {
  expect((await outcome(stage.start(['login', ...stage.at()]))).code).toBe(0)
  const work = stage.listen('--store', stage.store(), '--account', 'work', '--pace', 'off')
  await work.says('online as')
  const send = (text: string, ...more: readonly string[]) =>
    outcome(stage.start(['send', '--to', 'filehelper', text, '--store', stage.store(), ...more]))
  expect((await send('as work', '--account', 'work')).code).toBe(0)
  expect(await send('as default')).toMatchObject({ code: 6, err: expect.stringContaining('has it open') })
  expect(
    stage
      .world()
      .sent()
      .map(({ text }) => text),
  ).toEqual(['as work'])
  expect(readdirSync(stage.store()).join()).not.toContain('work')
}, 60_000)
