import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'

/**
 * `npm run test:load`: 100,000 messages from 10,000 friends, and the memory that they take. Here a taste of that. The bot of the large form is the
 * built package: what runs TypeScript gives every function a name of its own, and that takes memory, too.
 */
const isLarge = process.env.RXWX_LOAD !== undefined
const friends = isLarge ? 10_000 : 1_000
const count = isLarge ? 100_000 : 3_000
const megabyte = 1_024 * 1_024

/** What the bot tells: that it idles, and then, now and again, how far it is. Bytes. */
type Progress =
  | { readonly type: 'idle'; readonly rss: number }
  | {
      readonly type: 'handled'
      readonly messages: number
      readonly conversations: number
      readonly most: number
      readonly atOnce: number
    }

let children: ChildProcess[] = []
let directory = ''

afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
  children = []
  rmSync(directory, { recursive: true, force: true })
})

const child = (file: string, ...args: readonly string[]): ChildProcess => {
  const made = fork(`test/support/load/${file}`, args, {
    execArgv: isLarge && file.endsWith('.mjs') ? [] : ['--import', 'tsx'],
  })
  children.push(made)
  return made
}

/** The first thing that a process tells that fits; fails when it ends instead. */
const told = <T>(from: ChildProcess, fits: (message: T) => boolean = () => true): Promise<T> =>
  new Promise((resolve, reject) => {
    from.on('exit', (code) => reject(new Error(`it ended with ${code}`)))
    from.on('message', (message: T) => {
      if (fits(message)) resolve(message)
    })
  })

test(
  'many conversations, 16 permits, one of them never settling: all others are handled, in little memory',
  async () => {
    directory = mkdtempSync(join(tmpdir(), 'rxwx-load-'))
    const server = child('load-server.ts', String(friends))
    const bot = child('load-bot.mjs', await told<string>(server), join(directory, 'store'))
    const idle = await told<Progress>(bot)
    // Of the friend whose first message is never done with, the others wait.
    const wanted = count - count / friends + 1
    const began = Date.now()
    server.send(count)
    const end = await told<Progress>(bot, (one) => one.type === 'handled' && one.messages >= wanted)
    if (idle.type !== 'idle' || end.type !== 'handled') throw new Error('in the wrong order')
    const grown = (end.most - idle.rss) / megabyte
    if (isLarge)
      console.log({ count, friends, seconds: (Date.now() - began) / 1_000, idle: idle.rss / megabyte, grown })
    expect(end).toMatchObject({ messages: wanted, conversations: friends, atOnce: 16 })
    if (isLarge) expect(grown).toBeLessThanOrEqual(150)
  },
  isLarge ? 600_000 : 60_000,
)
