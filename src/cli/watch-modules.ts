import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve, sep } from 'node:path'
import { debounceTime, defer, from, Observable, switchMap } from 'rxjs'
import { exit, say } from './output.js'
import type { Signal } from './supervised.js'

/** Editors write a file in several steps (ms). */
const quiet = 200

/**
 * `rxwx run --watch`: the bot in a process of its own, replaced when a file beside its modules changes. The next one is loaded first, and takes over the
 * session, the store and what waits in it; one that cannot be loaded says why, and the running one goes on.
 */
export function watchModules(files: readonly string[], store: string | undefined): void {
  const own = store === undefined ? mkdtempSync(join(tmpdir(), 'rxwx-watch-')) : undefined
  let running: ChildProcess | undefined
  let next: ChildProcess | undefined
  let isEnding = false

  const end = (code: number): void => {
    if (own !== undefined) rmSync(own, { recursive: true, force: true })
    exit(code)
  }

  const start = (): void => {
    next?.kill('SIGKILL')
    const child = fork(process.argv[1] ?? '', argumentsOf(own), { env: { ...process.env, RXWX_SUPERVISED: '1' } })
    next = child
    child.on('message', (message: unknown) => {
      if (isLoaded(message) && next === child) replace(child)
    })
    child.on('exit', (code) => left(child, code ?? 1))
  }

  const replace = (child: ChildProcess): void => {
    if (running === undefined) return go(child)
    running.send({ rxwx: 'stop' } satisfies Signal)
  }

  const go = (child: ChildProcess): void => {
    next = undefined
    running = child
    child.send({ rxwx: 'go' } satisfies Signal)
  }

  const left = (child: ChildProcess, code: number): void => {
    if (child === running) {
      running = undefined
      if (isEnding || next === undefined) return end(code)
      say('rxwx: the changed bot takes over')
      return go(next)
    }
    if (child !== next) return
    next = undefined
    if (isEnding) return running === undefined ? end(code) : undefined
    say(running === undefined ? 'rxwx: waiting for a change' : 'rxwx: the bot goes on as it was')
  }

  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (isEnding) return end(0)
      isEnding = true
      next?.kill('SIGKILL')
      if (running === undefined) end(0)
      else running.send({ rxwx: 'stop' } satisfies Signal)
    })

  start()
  changes(files, [store ?? '', own ?? ''])
    .pipe(debounceTime(quiet))
    .subscribe(() => {
      if (!isEnding) start()
    })
}

const isLoaded = (message: unknown): boolean =>
  typeof message === 'object' && message !== null && 'rxwx' in message && message.rxwx === 'loaded'

/** As this process was started, but without --watch, and with a store that outlives the bot. */
function argumentsOf(store: string | undefined): readonly string[] {
  const given = process.argv.slice(2).filter((one) => one !== '--watch')
  return store === undefined ? given : [...given, '--store', store]
}

const changes = (files: readonly string[], stores: readonly string[]): Observable<string> =>
  defer(() => from(import('chokidar'))).pipe(
    switchMap(
      ({ watch }) =>
        new Observable<string>((subscriber) => {
          const ignored = stores.filter((one) => one !== '').map((one) => resolve(one))
          const watcher = watch([...new Set(files.map((file) => dirname(resolve(file))))], {
            ignoreInitial: true,
            ignored: (path) =>
              path.includes(`${sep}node_modules`) ||
              path.includes(`${sep}.git`) ||
              ignored.some((one) => path === one || path.startsWith(`${one}${sep}`)),
          })
          watcher.on('all', (_, path) => subscriber.next(path))
          return () => void watcher.close()
        }),
    ),
  )
