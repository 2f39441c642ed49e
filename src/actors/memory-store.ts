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
  const next: { -readonly [field in keyof Saved]: Saved[field] } = { ...saved }
  const { entries, dispatched, settled, identities, session, keys } = changes
  if (session === null) delete next.session
  else if (session !== undefined) next.session = session
  if (keys === null) delete next.keys
  else if (keys !== undefined) next.keys = keys
  if (entries !== undefined) {
    next.entries = [...saved.entries, ...entries]
    next.lastSeq = entries.at(-1)?.seq ?? saved.lastSeq
  }
  if (dispatched !== undefined) next.entries = after(next.entries, dispatched)
  if (settled !== undefined) next.entries = unsettled(next.entries, settled)
  if (identities !== undefined) next.identities = putById(saved.identities, identities)
  next.epoch = changes.epoch ?? saved.epoch
  next.cookies = changes.cookies ?? saved.cookies
  next.clientMsgId = changes.clientMsgId ?? saved.clientMsgId
  next.outbox = putOutgoing(saved.outbox, changes)
  next.dead = buried(saved.dead, changes)
  next.states = putStates(saved.states, changes)
  return next
}

/** Entries stand in the order of their `seq`, so the settled ones are at the front. */
function after(entries: Saved['entries'], dispatched: number): Saved['entries'] {
  const first = entries.findIndex(({ seq }) => seq > dispatched)
  return first === 0 ? entries : first < 0 ? [] : entries.slice(first)
}

function unsettled(entries: Saved['entries'], settled: readonly number[]): Saved['entries'] {
  if (settled.length === 0) return entries
  const done = new Set(settled)
  return entries.filter(({ seq }) => !done.has(seq))
}
