import { catchError, concatMap, defer, EMPTY, ignoreElements, type Observable, tap } from 'rxjs'
import { isFailure } from '../errors.js'
import type { Changes, Entry, Env } from './env.js'
import type { Identities } from './identities.js'
import type { Message } from './message.js'

export interface InboxTools {
  readonly env: Env
  readonly identities: Identities
  readonly address: (entry: Entry) => Message
  readonly deliver: (message: Message) => void
  /** An entry that could not be made a message: a defect of ours, never the sender's privilege. */
  readonly crashed: (error: unknown) => void
}

/**
 * Hands out what was kept, in order, and then marks it as handed out. A process that dies between the two hands the same
 * entries out again when it comes back: at least once, never lost.
 */
export const inbox =
  (tools: InboxTools) =>
  (kept$: Observable<readonly Entry[]>): Observable<never> =>
    kept$.pipe(
      tap((entries) => {
        for (const entry of entries) dispatch(tools, entry)
      }),
      concatMap((entries) => mark(tools, entries)),
    )

function dispatch({ address, deliver, crashed }: InboxTools, entry: Entry): void {
  let message: Message
  try {
    message = address(entry)
  } catch (error) {
    crashed(error)
    return
  }
  deliver(message)
}

/** The mark is a shortcut for the next start; a store that cannot write now does not stop the messages. */
function mark({ env, identities }: InboxTools, entries: readonly Entry[]): Observable<never> {
  const last = entries.at(-1)
  if (last === undefined) return EMPTY
  return later(env, { dispatched: last.seq, identities: identities.changed() })
}

/** Keeps ids that were minted or found again, so that they outlive this process. */
export const saveIdentities = (env: Env, identities: Identities): Observable<never> =>
  defer(() => {
    const changed = identities.changed()
    return changed.length === 0 ? EMPTY : later(env, { identities: changed })
  })

const later = (env: Env, changes: Changes): Observable<never> =>
  defer(() => env.store.commit(changes)).pipe(
    ignoreElements(),
    catchError((error) => {
      if (!isFailure(error)) throw error
      env.log('warn', 'store', { problem: error.message })
      return EMPTY
    }),
  )
