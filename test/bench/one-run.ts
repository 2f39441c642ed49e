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
  readonly tasks: readonly Task[]
}

export type Task = 'drain' | 'send'

const here = (name: string): string => new URL(name, import.meta.url).pathname

/** One client against a server of its own; the client's CPU in ms, from its first step to its last. */
export async function oneRun(client: Client, task: Task, count: number): Promise<number> {
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
    if (task === 'drain') server.send({ texts: count })
    child.send('go')
    const { cpu } = await told<{ readonly cpu: number }>(child)
    if (child.exitCode === null) await once(child, 'exit')
    return cpu
  } finally {
    server.disconnect()
    if (directory !== undefined) rmSync(directory, { recursive: true })
  }
}

/** The next thing that a child tells; fails when it ends instead. */
function told<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`${child.spawnargs.at(-1)} ended with ${code}`))
    child.once('exit', ended)
    child.once('message', (message) => {
      child.off('exit', ended)
      resolve(message as T)
    })
  })
}
