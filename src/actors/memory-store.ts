import { Observable } from 'rxjs'
import type { Changes, Store } from './env.js'
import { putMarks } from './marks.js'
import { type Saved, seenLimit } from './saved.js'
import { buried, checkStates, createSavedLists, type KeyedLists } from './saved-lists.js'

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
  marks: [],
  sendKeys: [],
}

/**
 * A store without a path: it answers in the same tick, and is gone with the process. Conversation
 * states go through JSON, as on a disk: a commit fails with `argument` for one that JSON cannot hold.
 *
 * @example
 * const store = memoryStore({ ...nothingSaved, epoch: 3 })
 */
export function memoryStore(saved: Saved = nothingSaved): Store {
  const { gap, ...known } = saved
  const state: State = known
  const lists = createSavedLists(saved)
  // Told once: whoever commits has heard of it.
  let untold = gap
  const seen = createSeenLists(saved.seen)
  const once = <T>(act: () => T): Observable<T> =>
    new Observable((out) => {
      try {
        out.next(act())
        out.complete()
      } catch (error) {
        out.error(error)
      }
    })
  return {
    load: () =>
      once(() => ({ ...state, ...lists.all(), seen: seen.latest(), ...(untold === undefined ? {} : { gap: untold }) })),
    commit: (changes) =>
      once(() => {
        checkStates(changes)
        untold = undefined
        apply(state, changes)
        lists.apply(changes)
        if (changes.seen !== undefined && changes.seen.length > 0) seen.add(changes.seen)
      }),
    close: () => once(() => undefined),
  }
}

type State = { -readonly [field in keyof Omit<Saved, 'gap' | keyof KeyedLists>]: Saved[field] }

/** In place: what is handed out is a copy, and its lists are never changed. */
function apply(state: State, changes: Changes): void {
  const { entries, dispatched, settled, session, keys } = changes
  if (session === null) delete state.session
  else if (session !== undefined) state.session = session
  if (keys === null) delete state.keys
  else if (keys !== undefined) state.keys = keys
  if (changes.owner === null) delete state.owner
  else if (changes.owner !== undefined) state.owner = changes.owner
  if (dispatched !== undefined) state.entries = after(state.entries, dispatched)
  if (entries !== undefined) {
    const open = dispatched === undefined ? entries : after(entries, dispatched)
    state.lastSeq = entries.at(-1)?.seq ?? state.lastSeq
    state.entries = state.entries.length === 0 ? open : [...state.entries, ...open]
  }
  if (settled !== undefined) state.entries = unsettled(state.entries, settled)
  state.epoch = changes.epoch ?? state.epoch
  state.cookies = changes.cookies ?? state.cookies
  state.clientMsgId = changes.clientMsgId ?? state.clientMsgId
  state.dead = buried(state.dead, changes)
  state.marks = putMarks(state.marks ?? [], changes)
}

/** Entries stand in the order of their `seq`, so the settled ones are at the front. */
function after(entries: Saved['entries'], dispatched: number): Saved['entries'] {
  if ((entries[0]?.seq ?? 0) > dispatched) return entries
  if ((entries.at(-1)?.seq ?? 0) <= dispatched) return []
  return entries.slice(entries.findIndex(({ seq }) => seq > dispatched))
}

function unsettled(entries: Saved['entries'], settled: readonly number[]): Saved['entries'] {
  if (settled.length === 0) return entries
  const done = new Set(settled)
  return entries.filter(({ seq }) => !done.has(seq))
}

/** Lists of ids as they were committed: ten thousand ids are not copied for every commit. */
function createSeenLists(saved: readonly string[]) {
  const lists = [saved]
  let count = saved.length
  return {
    add: (ids: readonly string[]): void => {
      lists.push(ids)
      count += ids.length
      for (let first = lists[0]; first !== undefined && count - first.length >= seenLimit; first = lists[0]) {
        count -= first.length
        lists.shift()
      }
    },
    latest: (): readonly string[] => lists.flat().slice(-seenLimit),
  }
}
