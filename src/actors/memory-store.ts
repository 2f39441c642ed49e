import { Observable } from 'rxjs'
import { type Changes, type Saved, type Store, seenLimit } from './env.js'
import { buried, putById, putOutgoing, putStates } from './saved-lists.js'

/** What a store knows before its first commit. */
export const nothingSaved: Saved = {
  epoch: 0,
  cookies: [],
  seen: [],
  entries: [],
  lastSeq: 0,
  identities: [],
  clientMsgId: '',
  outbox: [],
  dead: [],
  states: [],
}

/**
 * A store without a path: it answers in the same tick, and is gone with the process.
 *
 * @example
 * const store = memoryStore({ ...nothingSaved, epoch: 3 })
 */
export function memoryStore(saved: Saved = nothingSaved): Store {
  let state = saved
  // Grows in place and is cut now and then: ten thousand ids are not copied for every commit.
  const seen = [...saved.seen]
  const once = <T>(act: () => T): Observable<T> =>
    new Observable((out) => {
      out.next(act())
      out.complete()
    })
  return {
    load: () => once(() => ({ ...state, seen: seen.slice(-seenLimit) })),
    commit: (changes) =>
      once(() => {
        state = applied(state, changes)
        for (const id of changes.seen ?? []) seen.push(id)
        if (seen.length > 2 * seenLimit) seen.splice(0, seen.length - seenLimit)
      }),
    close: () => once(() => undefined),
  }
}

function applied(saved: Saved, changes: Changes): Saved {
  const session = changes.session === undefined ? saved.session : changes.session
  const keys = changes.keys === undefined ? saved.keys : changes.keys
  const entries = changes.entries === undefined ? saved.entries : [...saved.entries, ...changes.entries]
  return {
    epoch: changes.epoch ?? saved.epoch,
    cookies: changes.cookies ?? saved.cookies,
    seen: saved.seen,
    entries: unsettled(after(entries, changes.dispatched), changes.settled),
    lastSeq: changes.entries?.at(-1)?.seq ?? saved.lastSeq,
    identities: changes.identities === undefined ? saved.identities : putById(saved.identities, changes.identities),
    clientMsgId: changes.clientMsgId ?? saved.clientMsgId,
    outbox: putOutgoing(saved.outbox, changes),
    dead: buried(saved.dead, changes),
    states: putStates(saved.states, changes),
    ...(session === undefined || session === null ? {} : { session }),
    ...(keys === undefined || keys === null ? {} : { keys }),
  }
}

/** Entries stand in the order of their `seq`, so the settled ones are at the front. */
function after(entries: Saved['entries'], dispatched = 0): Saved['entries'] {
  const first = entries.findIndex(({ seq }) => seq > dispatched)
  return first === 0 ? entries : first < 0 ? [] : entries.slice(first)
}

function unsettled(entries: Saved['entries'], settled: readonly number[] = []): Saved['entries'] {
  if (settled.length === 0) return entries
  const done = new Set(settled)
  return entries.filter(({ seq }) => !done.has(seq))
}
