import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fromEvent, map, merge, of, Subject } from 'rxjs'
import { moduleChanges } from './module-changes.js'
import { exit, say } from './output.js'
import { stopAsked$ } from './signals.js'
import { isSignal, type Signal } from './supervised.js'
import { reduceWatch, type WatchEffect, type WatchEvent, type WatchState, watchStart } from './watch-state.js'

/**
 * `rxwx run --watch`: the bot in a process of its own, replaced when code beside its modules changes. The next one is loaded first, and takes over the
 * session, the store and what waits in it; one that cannot be loaded says why, and the running one goes on.
 */
export function watchModules(files: readonly string[], store: string | undefined): void {
  const own = store === undefined ? mkdtempSync(join(tmpdir(), 'rxwx-watch-')) : undefined
  const children = new Map<number, ChildProcess>()
  const events$ = new Subject<WatchEvent>()
  let state: WatchState = watchStart

  const perform = (effect: WatchEffect): void => {
    switch (effect.type) {
      case 'load':
        children.set(effect.id, load(effect.id, own, events$))
        return
      case 'kill':
        children.get(effect.id)?.kill('SIGKILL')
        return
      case 'go':
      case 'stop':
        return tell(children.get(effect.id), { rxwx: effect.type })
      case 'say':
        return say(`rxwx: ${effect.line}`)
      case 'end':
        return exit(effect.code)
    }
  }
  // Also where it is ended at once: no bot goes on alone, and nothing of a store that was of this run only is left.
  process.on('exit', () => {
    for (const child of children.values()) child.kill('SIGKILL')
    if (own !== undefined) rmSync(own, { recursive: true, force: true })
  })

  const changes$ = moduleChanges(files, [store ?? own ?? '']).pipe(map((): WatchEvent => ({ type: 'changed' })))
  merge(events$, signals$, of<WatchEvent>({ type: 'changed' }), changes$).subscribe((event) => {
    if (event.type === 'left') children.delete(event.id)
    const step = reduceWatch(state, event)
    state = step.state
    for (const effect of step.effects) perform(effect)
  })
}

/** As this process was started, but without --watch, and with a store that outlives the bot. */
function argumentsOf(store: string | undefined): readonly string[] {
  const given = process.argv.slice(2).filter((one) => one !== '--watch')
  return store === undefined ? given : [...given, '--store', store]
}

function load(id: number, store: string | undefined, events$: Subject<WatchEvent>): ChildProcess {
  const child = fork(process.argv[1] ?? '', argumentsOf(store), { env: { ...process.env, RXWX_SUPERVISED: '1' } })
  child.on('message', (message: unknown) => {
    if (isSignal(message, 'loaded')) events$.next({ type: 'loaded', id })
  })
  child.on('exit', (code) => events$.next({ type: 'left', id, code: code ?? undefined }))
  return child
}

/** One that is on its way out does not listen any more; that it has left is told by itself. */
function tell(child: ChildProcess | undefined, signal: Signal): void {
  if (child?.connected === true) child.send(signal, () => undefined)
}

/** A closed terminal, too: what is in the store of this run has to go. */
const signals$ = merge(stopAsked$, fromEvent(process, 'SIGHUP')).pipe(map((): WatchEvent => ({ type: 'signal' })))
