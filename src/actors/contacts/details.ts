import type { Failure } from '../../errors.js'
import type { RawContact } from '../../protocol/contact.js'
import { bookLimit, learn, nameOf } from './book.js'
import type { ContactsMessage, ContactsState, ContactsStep, Wanted } from './contacts-state.js'
import { isMissing } from './missing.js'

/** The service answers at most this many names in one call. */
export const batchSize = 50

/** After a batch was refused the next one waits (ms): twice as long each time, up to a limit. */
const pauses = { first: 1_000, max: 5_000 }

/** One name among fifty is found by so many refusals in a row, and one more. A service that refuses more than that does not mean a name. */
const refusalsLimit = 9

/** Names waiting for their details; beyond it new ones are not asked for until they appear again. */
const wantedLimit = 20_000

/** Special names such as `filehelper` have no details, and a full book has no room for strangers. */
export function want(state: ContactsState, names: readonly Wanted[]): ContactsState {
  const { book, settled, asked, unanswered } = state
  const fresh = names.filter(
    ({ userName }) =>
      userName.startsWith('@') &&
      userName !== nameOf(state.self) &&
      !settled.has(userName) &&
      !asked.has(userName) &&
      !unanswered.has(userName) &&
      (book.has(userName) || book.size < bookLimit),
  )
  if (fresh.length === 0) return state
  const wanted = new Map(state.wanted)
  for (const name of fresh) if (wanted.size < wantedLimit && !wanted.has(name.userName)) wanted.set(name.userName, name)
  return { ...state, wanted }
}

/** One batch at a time, and none before the pages are read: they answer most of what is wanted. */
export function fetchNext(state: ContactsState): ContactsStep {
  const isFirstReading = state.pages.type === 'reading' && state.rounds === 0
  const isRefused = state.isPausing && state.refusals >= refusalsLimit
  if (isFirstReading || isRefused || state.asked.size > 0 || state.wanted.size === 0) return { state }
  const names = [...state.wanted.values()].filter(({ userName }) => !state.settled.has(userName)).slice(0, batchSize)
  if (names.length === 0) return { state: { ...state, wanted: new Map() } }
  const wanted = new Map(state.wanted)
  for (const { userName } of names) wanted.delete(userName)
  return ask({ ...state, wanted }, names)
}

/** While batches are refused, and smaller ones are tried, there is a pause before each; a single name that is refused is asked for twice. */
function ask(state: ContactsState, names: readonly Wanted[]): ContactsStep {
  const { session, refusals } = state
  const pause = refusals === 0 ? 0 : Math.min(pauses.max, pauses.first * 2 ** (refusals - 1))
  const isSure = refusals === 0 || names.length === 1
  return {
    state: { ...state, asked: byName(names) },
    effects: [{ type: 'batch', session, names, pause, isSure }],
  }
}

const byName = (names: readonly Wanted[]): ReadonlyMap<string, Wanted> =>
  new Map(names.map((name) => [name.userName, name]))

/** Details came. Whom the answer leaves out nothing can be learnt about. */
export function answered(
  state: ContactsState,
  names: readonly Wanted[],
  contacts: readonly RawContact[],
): ContactsStep {
  const learnt = learn(state, contacts, true)
  return fetchNext(settle({ ...learnt, asked: new Map(), refusals: 0 }, names))
}

const settle = (state: ContactsState, names: readonly Wanted[]): ContactsState => ({
  ...state,
  settled: new Set([...state.settled, ...names.map(({ userName }) => userName)]),
})

/** One name that the service chokes on must not cost the others their details: halves, down to the one. */
export function batchFailed(
  before: ContactsState,
  { names, failure }: ContactsMessage & { type: 'batchFailed' },
): ContactsStep {
  const state = { ...before, refusals: before.refusals + 1 }
  if (state.refusals >= refusalsLimit) return batchUnanswered(state, failure)
  const step = names.length <= 1 ? fetchNext(settle({ ...state, asked: new Map() }, names)) : halved(state, names)
  return { ...step, events: [{ type: 'trouble', failure, attempt: 1 }] }
}

function halved(state: ContactsState, names: readonly Wanted[]): ContactsStep {
  const half = Math.ceil(names.length / 2)
  const now = names.slice(0, half)
  return ask({ ...state, wanted: new Map([...byName(names.slice(half)), ...state.wanted]) }, now)
}

/** The others would not be answered either: all of them wait until it is tried again. */
export const batchUnanswered = (state: ContactsState, failure: Failure): ContactsStep =>
  isMissing(
    {
      ...state,
      wanted: new Map(),
      asked: new Map(),
      unanswered: new Map([...state.unanswered, ...state.asked, ...state.wanted]),
    },
    failure,
    true,
  )
