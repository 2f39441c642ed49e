import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Client {
  readonly name: string
  readonly script: string
  readonly preload?: string
  readonly option?: string
  /** Its option is a directory, new for each run. */
  readonly directory?: boolean
  /** What it does, and which floor does the same exchanges: the name of another client. */
  readonly tasks: Partial<Readonly<Record<Task, string>>>
}

export interface Outcome {
  /** CPU of the client from its first step to its last, in ms. */
  readonly cpu: number
  /** Requests that the server saw meanwhile. */
  readonly exchanges: number
}

export type Task = 'drain' | 'send'

const here = (name: string): string => new URL(name, import.meta.url).pathname

/** One client against a server of its own. */
export async function oneRun(client: Client, task: Task, count: number): Promise<Outcome> {
  const server = fork(here('server.mjs'), { execArgv: [] })
  const directory = client.directory === true ? mkdtempSync(join(tmpdir(), 'rxwx-bench-')) : undefined
  try {
    const { origin } = await told<{ readonly origin: string }>(server)
    const child = fork(here(`clients/${client.script}`), {
      execArgv: [
        ...(client.preload === undefined ? [] : ['--require', here(`clients/${client.preload}`)]),
        ...(process.env.BENCH_PROFILE === undefined
          ? []
          : ['--cpu-prof', `--cpu-prof-dir=${process.env.BENCH_PROFILE}`]),
      ],
      env: {
        ...process.env,
        BENCH_TASK: task,
        BENCH_COUNT: String(count),
        BENCH_ORIGIN: origin,
        BENCH_OPTION: directory ?? client.option ?? '',
      },
    })
    await told(child)
    server.send({ texts: task === 'drain' ? count : 0 })
    await told(server)
    child.send('go')
    const { cpu } = await told<{ readonly cpu: number }>(child)
    if (child.exitCode === null) await once(child, 'exit')
    server.send({ exchanges: true })
    const { exchanges } = await told<{ readonly exchanges: number }>(server)
    return { cpu, exchanges }
  } finally {
    server.disconnect()
    if (directory !== undefined) rmSync(directory, { recursive: true })
  }
}

/** The next thing that a child tells; fails when it ends instead. */
export function told<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`${child.spawnargs.at(-1)} ended with ${code}`))
    child.once('exit', ended)
    child.once('message', (message) => {
      child.off('exit', ended)
      resolve(message as T)
    })
  })
}
