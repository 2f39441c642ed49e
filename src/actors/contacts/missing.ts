import type { Failure } from '../../errors.js'
import type { ContactsState, ContactsStep } from './contacts-state.js'

/** The first pause before what is missing is asked for again, and the longest (ms). */
const pauses = { first: 5 * 60_000, max: 60 * 60_000 }

/** From now on something is missing in the book. `mayCome`: asking again later may bring it. */
export function isMissing(state: ContactsState, failure: Failure, mayCome: boolean): ContactsStep {
  const isNews = state.missing === undefined
  const pause = Math.min(pauses.max, pauses.first * 2 ** Math.min(state.rounds, 10))
  return {
    state: { ...state, missing: failure, isPausing: state.isPausing || mayCome },
    events: isNews ? [{ type: 'partialBook', failure, known: state.book.size }] : [],
    effects: mayCome && !state.isPausing ? [{ type: 'later', pause }] : [],
  }
}
