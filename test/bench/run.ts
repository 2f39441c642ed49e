import { execFileSync } from 'node:child_process'
import { availableParallelism, cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { type Client, type Outcome, oneRun, type Task } from './one-run.js'
import { median, table } from './table.js'
import { throughput } from './throughput.js'

const usage = `npm run bench [-- options]
  --runs N      alternating runs of each client (default 3)
  --quick       a tenth of the messages, one run
  --task T      drain, send or listen (default all)
  --only NAME   only clients whose name contains this, and the floors
  --no-build    take dist as it is
  BENCH_PROFILE=DIR writes a CPU profile of each client`

const bare = 'floor'
const following = 'floor, following ContinueFlag'
const polling = 'floor, polling meanwhile'
const inMemory = 'rxwx, store in memory'
const onDisk = 'rxwx, store on disk'

/**
 * A client that pulls where ContinueFlag says so skips a poll, and one that listens while it sends makes two requests more
 * for each text: the server's SyncKey moves. So there is a floor for each.
 */
const clients: readonly Client[] = [
  { name: bare, script: 'floor.mjs', tasks: { drain: bare, send: bare } },
  { name: following, script: 'floor.mjs', option: 'follow', tasks: { drain: following } },
  { name: polling, script: 'floor.mjs', option: 'poll', tasks: { send: polling } },
  { name: inMemory, script: 'rxwx.mjs', tasks: { drain: following, send: polling } },
  { name: onDisk, script: 'rxwx.mjs', directory: true, tasks: { drain: following, send: polling } },
  { name: 'wechat4u', script: 'wechat4u.cjs', preload: 'plain-http.cjs', tasks: { drain: bare, send: polling } },
]

const { values } = parseArgs({
  options: {
    runs: { type: 'string' },
    quick: { type: 'boolean', default: false },
    task: { type: 'string' },
    only: { type: 'string', default: '' },
    'no-build': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) console.log(usage)
else await bench()

async function bench(): Promise<void> {
  if (!values['no-build']) execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' })
  const runs = Number(values.runs ?? (values.quick ? 1 : 3))
  const scale = values.quick ? 10 : 1
  console.log(
    `Node ${process.version}, ${availableParallelism()} cores, ${cpus()[0]?.model.trim() ?? 'an unknown CPU'}`,
  )
  console.log(
    `${runs} alternating runs; CPU of the client alone; plain HTTP on loopback, also for wechat4u, whose TLS is taken away by a preload`,
  )
  const wants = (task: string): boolean => values.task === undefined || values.task === task
  if (wants('drain')) await section('drain', 50_000 / scale, runs, 'texts drained, 100 an answer')
  if (wants('send')) await section('send', 2_000 / scale, runs, 'texts sent, one after the other')
  if (wants('listen')) await listening(20_000 / scale, runs)
}

/** The command line as its users have it: a durable consumer that prints each message, with its store on disk. */
async function listening(count: number, runs: number): Promise<void> {
  const figures: number[] = []
  for (let run = 0; run < runs; run++) figures.push(await throughput(count, 100))
  const [low, middle, high] = [Math.min(...figures), median(figures), Math.max(...figures)].map(Math.round)
  console.log(`\n${count.toLocaleString('en')} texts of 100 conversations through "rxwx listen --json --store DIR":`)
  console.log(`${middle} a second (median; ${low} to ${high}), from the first line to the last`)
}

/** Runs alternate, so that a machine that gets slower is slower for all. */
async function section(task: Task, count: number, runs: number, title: string): Promise<void> {
  const chosen = clients.filter(
    ({ name, tasks }) => tasks[task] !== undefined && (name.startsWith(bare) || name.includes(values.only)),
  )
  const rows = chosen.map(({ name, tasks }) => ({ name, floor: tasks[task] ?? '', runs: [] as Outcome[] }))
  for (let run = 0; run < runs; run++) {
    for (const [at, client] of chosen.entries()) rows[at]?.runs.push(await oneRun(client, task, count))
  }
  console.log(`\n${count.toLocaleString('en')} ${title}\n\n${table(rows)}`)
  const cost = durability(rows)
  if (cost !== undefined) console.log(`\ndurability: ${((cost * 1_000) / count).toFixed(0)} µs of CPU for each text`)
}

/** What a store on disk costs over one in memory (ms of CPU). */
function durability(rows: readonly { readonly name: string; readonly runs: readonly Outcome[] }[]): number | undefined {
  const [memory, disk] = [inMemory, onDisk].map((name) => rows.find((row) => row.name === name)?.runs)
  if (memory === undefined || disk === undefined) return undefined
  return median(disk.map(({ cpu }) => cpu)) - median(memory.map(({ cpu }) => cpu))
}
