import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asyncScheduler, firstValueFrom } from 'rxjs'
import { afterEach, beforeEach } from 'vitest'
import { createWorld, type Server, startServer, type World, type WorldOptions } from '../../../src/emulator/index.js'
import { type Rxwx, rxwx } from './rxwx.js'

/** What a test of the command stands on: an emulator behind sockets, a directory of its own, and commands that do not outlive it. */
export interface Stage {
  readonly world: () => World
  readonly server: () => Server
  /** A path in the test's directory. */
  readonly path: (name: string) => string
  /** The store of this test; made by the command that uses it first. */
  readonly store: () => string
  /** `--server` and `--store` of this test. */
  readonly at: () => readonly string[]
  readonly start: (args: readonly string[], env?: Readonly<Record<string, string>>) => Rxwx
  /** `rxwx listen --json` at the server of this test. */
  readonly listen: (...more: readonly string[]) => Rxwx
}

export interface StageOptions extends Omit<WorldOptions, 'scheduler'> {
  /** Also TLS under the real host names, behind a proxy. Default false. */
  readonly tls?: boolean
}

/** Sets the stage anew for each test of a file. The phone is automatic unless it is said otherwise. */
export function useStage({ tls = false, ...options }: StageOptions = {}): Stage {
  let now: { readonly world: World; readonly server: Server; readonly directory: string } | undefined
  const started: Rxwx[] = []

  beforeEach(async () => {
    const world = createWorld({ scheduler: asyncScheduler, phone: 'auto', ...options })
    const server = await firstValueFrom(startServer(world, { tls }))
    now = { world, server, directory: mkdtempSync(join(tmpdir(), 'rxwx-cli-')) }
  })

  afterEach(async () => {
    for (const { child, ended } of started.splice(0)) {
      child.kill('SIGKILL')
      await ended
    }
    now?.server.close()
    if (now !== undefined) rmSync(now.directory, { recursive: true, force: true })
  })

  const set = () => {
    if (now === undefined) throw new Error('the stage is set when a test begins')
    return now
  }
  const start: Stage['start'] = (args, env) => {
    const one = rxwx(args, env)
    started.push(one)
    return one
  }
  const path = (name: string): string => join(set().directory, name)
  return {
    world: () => set().world,
    server: () => set().server,
    path,
    store: () => path('store'),
    at: () => ['--server', set().server.origin, '--store', path('store')],
    start,
    listen: (...more) => start(['listen', '--json', '--server', set().server.origin, ...more]),
  }
}
