import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asyncScheduler, firstValueFrom } from 'rxjs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createWorld, type Server, startServer, type World } from '../../src/emulator/index.js'
import { answersTo } from '../support/crash/answers.js'
import { type CrashPoint, crashPoints } from '../support/crash/crash-point.js'
import { judge, type Said, spotless } from '../support/crash/ledger.js'
import { type Program, program } from '../support/crash/program.js'

/** `npm run test:crash` kills a thousand times over ten thousand messages, 800 times here; without it each point has its turn once. */
const kills = Number(process.env.RXWX_KILLS ?? crashPoints.length)
const count = Number(process.env.RXWX_MESSAGES ?? 960)
const limit = 60_000 + kills * 5_000

let world: World
let server: Server
let directory = ''
let running: Program | undefined

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'rxwx-crash-'))
  world = createWorld({
    scheduler: asyncScheduler,
    phone: { scanAfter: 20, confirmAfter: 20 },
    backlog: 'kept',
    hold: 1_000,
  })
  for (let n = 0; n < 12; n += 1) world.addPerson({ id: `friend${n}` })
  server = await firstValueFrom(startServer(world))
})

afterEach(() => {
  running?.child.kill('SIGKILL')
  server.close()
  rmSync(directory, { recursive: true, force: true })
})

const say = (n: number): Said => {
  const text = `message ${n}`
  if (n % 5 === 0) return { id: world.person('bob').sayIn('team', text), chat: 'team', text }
  const friend = `friend${n % 12}`
  return { id: world.person(friend).say('bot', text), chat: friend, text }
}

const linesOf = (path: string): readonly string[] =>
  existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : []

interface Ending {
  readonly point: CrashPoint | 'from outside' | 'at the end'
  /** How often the point is passed before, or how much happens before somebody ends it from outside. */
  readonly nth: number
}

interface Life {
  /** The ids that its handler was given. */
  readonly given: readonly string[]
  /** It ended itself at its point; otherwise it was ended from outside. */
  readonly struck: boolean
}

/** One process up to its end. `meanwhile` is called when it is online; `isDone` says when the last one may go. */
async function live(name: string, { point, nth }: Ending, meanwhile: () => void, isDone: () => boolean): Promise<Life> {
  const journal = join(directory, name)
  let online = false
  let over = false
  const args = [server.origin, join(directory, 'store'), journal, point, String(nth)]
  running = program(['test/support/crash/fatal-bot.ts', ...args], (line) => {
    if (line !== 'online' || online) return
    online = true
    meanwhile()
  })
  const ended = running.ended.then((how) => {
    over = true
    return how
  })
  const happened = (): number => (online ? 1 : 0) + world.sent().length + linesOf(journal).length
  const before = world.sent().length
  const enough = (): boolean =>
    point === 'at the end' ? isDone() : point === 'from outside' && online && happened() - before > nth
  // The first time comes for sure, the fifth may not: then the life ends from outside once nothing happens any more.
  const isSure = nth <= 1 && point !== 'from outside'
  await until(
    () => over || enough(),
    happened,
    () => (isSure || linesOf(journal).length === 0 ? 30_000 : 400),
  )
  const struck = over
  running.child.kill('SIGKILL')
  const { signal, err } = await ended
  expect([signal, err]).toEqual(['SIGKILL', ''])
  if (!online) meanwhile()
  return { given: linesOf(journal), struck }
}

/** Looks now and then, which leaves the emulator time to serve, until it holds or nothing has happened for so long. */
const until = (holds: () => boolean, happened: () => number, patience: () => number): Promise<void> =>
  new Promise((resolve) => {
    let last = happened()
    let since = Date.now()
    const look = (): void => {
      const now = happened()
      if (now !== last) since = Date.now()
      last = now
      if (holds() || Date.now() - since > patience()) resolve()
      else setTimeout(look, 10)
    }
    look()
  })

/** What happens once in a life cannot be waited for a second time. */
const onlyOnce: readonly CrashPoint[] = ['before open', 'after open', 'before keep', 'after keep']

/** Each point in turn, with many kills the first to fifth time that it is passed; every fifth process is then ended from outside. */
function endingOf(life: number): Ending {
  const isNightly = kills > crashPoints.length
  if (isNightly && life % 5 === 4) return { point: 'from outside', nth: life % 23 }
  const turn = isNightly ? life - Math.floor(life / 5) : life
  const point = crashPoints[turn % crashPoints.length] ?? 'before keep'
  return { point, nth: onlyOnce.includes(point) ? 1 : 1 + (Math.floor(turn / crashPoints.length) % 5) }
}

test(
  'a bot that is killed at every point of its work handles every message and answers it once, in order',
  async () => {
    const said: Said[] = []
    const lives: Life[] = []
    const struck = new Map<string, number>()
    const sayUntil = (end: number): void => {
      while (said.length < end) said.push(say(said.length))
    }
    for (let life = 0; life < kills; life += 1) {
      sayUntil(Math.floor(((life + 0.5) * count) / kills))
      const ending = endingOf(life)
      const one = await live(
        `life${life}`,
        ending,
        () => sayUntil(Math.floor(((life + 1) * count) / kills)),
        () => false,
      )
      lives.push(one)
      const how = one.struck ? ending.point : 'from outside'
      struck.set(how, (struck.get(how) ?? 0) + 1)
    }
    const answers = said.flatMap(({ text }) => answersTo(text)).length
    const isDone = (): boolean => world.sent().length >= answers
    lives.push(await live('last', { point: 'at the end', nth: 0 }, () => {}, isDone))
    const { repeated, ...verdict } = judge(
      said,
      lives.map(({ given }) => given),
      world.sent(),
    )
    if (process.env.RXWX_KILLS !== undefined)
      console.log({ kills, count, repeated, ...verdict, struck: Object.fromEntries(struck) })
    expect(verdict).toEqual(spotless)
    expect(repeated).toBeLessThanOrEqual(64)
    expect([...struck.keys()]).toEqual(expect.arrayContaining([...crashPoints]))
  },
  limit,
)
