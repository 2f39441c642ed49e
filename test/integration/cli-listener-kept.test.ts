import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Rxwx } from '../support/cli/rxwx.js'
import { useStage } from '../support/cli/stage.js'

const stage = useStage()

/** A store whose socket fits into it, and one whose path is too long for that; temporary files have a directory of their own. */
const places = [['short'], ['x'.repeat(100)]] as const

const temporary = (): { readonly TMPDIR: string } => {
  const TMPDIR = stage.path('tmp')
  mkdirSync(TMPDIR, { recursive: true })
  return { TMPDIR }
}

const folders = (): readonly string[] => readdirSync(stage.path('tmp')).filter((name) => name.startsWith('rxwx-'))

function moduleFile(): string {
  writeFileSync(stage.path('bot.mjs'), 'export default () => []')
  return stage.path('bot.mjs')
}

test.each(places)(
  'a second listener or bot on the store %s is refused, and the first one is still reached',
  async (name) => {
    const env = temporary()
    const at = ['--server', stage.server().origin, '--store', stage.path(name)]
    const start = (...args: readonly string[]): Rxwx => stage.start([...args, ...at], env)
    const first = start('listen', '--json', '--pace', 'off')
    await first.says('online as')
    const before = folders()
    for (const second of [['listen'], ['listen', '--json', '--ack'], ['run', moduleFile()]]) {
      expect(await start(...second).ended).toBe(6)
      expect(await start('send', '--to', 'filehelper', 'x').ended).toBe(0)
    }
    expect(folders()).toEqual(before)
    first.child.kill('SIGTERM')
    expect(await first.ended).toBe(0)
    expect(folders()).toEqual([])
  },
  60_000,
)

test('the folder of a killed listener goes with the next start on its store', async () => {
  const env = temporary()
  const args = ['listen', '--server', stage.server().origin, '--store', stage.path('x'.repeat(100))]
  const killed = stage.start(args, env)
  await killed.says('online as')
  killed.child.kill('SIGKILL')
  await killed.ended
  const left = folders()
  const next = stage.start(args, env)
  await next.says('online as')
  expect(left).toHaveLength(1)
  expect(folders()).toHaveLength(1)
  expect(folders()).not.toEqual(left)
  next.child.kill('SIGINT')
  await next.ended
  expect(folders()).toEqual([])
}, 60_000)
