import { advise, type Failure } from '../../errors.js'
import type { Step } from '../../kernel/actor.js'
import type { Batch } from '../../protocol/endpoints/webwxsync.js'
import { Ret } from '../../protocol/retcode.js'
import { isSameSyncKey, type Keys, orPrevious } from '../../protocol/sync-key.js'
import type { During, SyncEffect, SyncEvent, SyncMessage, SyncState } from './sync-state.js'

export type SyncStep = Step<SyncState, SyncEffect, SyncEvent>

/** So many pulls without a message may follow each other at once: as long as they move the key, and say "more" or bring contacts. */
const barrenLimit = 20

/** The longest pause between pulls that bring nothing (ms): on some accounts there is always something announced, and nothing comes. */
export const idleMax = 8_000

/** The cycle of check, pull and keep as a pure function. */
export function syncReduce(state: SyncState, message: SyncMessage): SyncStep {
  switch (message.type) {
    case 'sent':
      return { state: { ...state, sent: true } }
    case 'opened': {
      const keys = message.keys ?? state.keys
      return { state: { ...state, keys }, effects: [check({ ...state, keys })] }
    }
    case 'due':
      return { state, effects: [pull(state)] }
    case 'checked':
      return checked(state, message)
    case 'pulled':
      return pulled(state, message.batch, message.startedAt)
    case 'kept':
      return kept(state, message)
    case 'failed':
      return failed(state, message.during, message.failure)
    case 'compared':
      return message.outdated ? giveUpPosition(state, message.failure) : refused(state, 'pull', message.failure)
    case 'trouble':
      return { state, events: [{ type: 'trouble', failure: message.failure, attempt: message.attempt }] }
  }
}

/** A poll that says that there is news proves nothing: the pull may be refused. */
function checked(before: SyncState, { selector, held }: SyncMessage & { type: 'checked' }): SyncStep {
  const state: SyncState = before.polled === true ? before : { ...before, polled: true }
  if (selector !== '0') return { state, effects: [pull(state)] }
  const quiet: SyncState = state.barren === 0 ? state : { ...state, barren: 0 }
  return held ? proven({ state: quiet, effects: [check(quiet)] }) : { state: quiet, effects: [check(quiet)] }
}

/** The first proof that the session works is an event, before all others. */
function proven(step: SyncStep): SyncStep {
  const { state, events = [] } = step
  if (state.works === true) return step
  return { ...step, state: { ...state, works: true }, events: [{ type: 'healthy' }, ...events] }
}

const check = ({ session, keys }: SyncState): SyncEffect & { type: 'check' } => ({ type: 'check', session, keys })
const pull = ({ session, keys, notBefore }: SyncState): SyncEffect & { type: 'pull' } => ({
  type: 'pull',
  session,
  keys,
  notBefore,
})

/**
 * A pull that came without a poll, since it was due, proves nothing: the polls may be refused. Taken
 * for a proof, a session whose polls are refused for ever would be resumed for ever.
 */
function pulled(state: SyncState, batch: Batch, startedAt: number): SyncStep {
  const keys = nextKeys(state.keys, batch)
  const session = batch.skey === '' ? state.session : { ...state.session, skey: batch.skey }
  const events: SyncEvent[] = []
  if (session !== state.session) events.push({ type: 'renewed', session })
  const renewed: SyncState = { ...state, session }
  const next = hasContacts(batch) ? withContacts(renewed, batch, keys, events) : renewed
  if (batch.skipped > 0) events.push({ type: 'skipped', count: batch.skipped })
  const effects = [{ type: 'keep', session, batch, keys, committed: state.keys, startedAt }] as const
  const step: SyncStep = { state: next, events, effects }
  return state.polled === true ? proven(step) : step
}

const hasContacts = ({ modContacts, delContacts }: Batch): boolean => modContacts.length + delContacts.length > 0

/** Contacts have no id to be known by. Where the key stands still the same ones come again, and are told once. */
function withContacts(state: SyncState, batch: Batch, keys: Keys, events: SyncEvent[]): SyncState {
  const { modContacts: changed, delContacts: removed } = batch
  const { told: before, ...rest } = state
  const told = isSameSyncKey(state.keys.sync, keys.sync) ? JSON.stringify([changed, removed]) : undefined
  if (told === undefined || told !== before) events.push({ type: 'contactsChanged', changed, removed })
  return told === undefined ? rest : { ...rest, told }
}

/** A key without entries never replaces one with entries; without a SyncCheckKey the SyncKey serves both. */
function nextKeys(previous: Keys, { keys }: Batch): Keys {
  const sync = orPrevious(previous.sync, keys.sync)
  const checkKey = orPrevious(keys.sync === undefined ? previous.check : sync, keys.check)
  return { sync, check: checkKey }
}

const same = (a: Keys, b: Keys): boolean => isSameSyncKey(a.sync, b.sync) && isSameSyncKey(a.check, b.check)

function kept(state: SyncState, { fresh, batch, keys, startedAt }: SyncMessage & { type: 'kept' }): SyncStep {
  const moved = !same(state.keys, keys)
  const barren = fresh > 0 ? 0 : state.barren + 1
  const idle = fresh > 0 || moved ? 0 : state.idle + 1
  const again = batch.more && (fresh > 0 || (moved && barren < barrenLimit))
  const brought = fresh > 0 || (barren < barrenLimit && hasContacts(batch))
  const pause = moved ? pauseAfterMove(brought || state.sent) : pauseInPlace(idle)
  const { fallback: _, ...rest } = state
  const next: SyncState = { ...rest, keys, idle, barren, sent: false, notBefore: startedAt + pause }
  return { state: next, effects: [again ? pull(next) : check(next)] }
}

/** Messages, contacts, or the key that a send of ours moved: what is announced next is news, too. */
const pauseAfterMove = (isNews: boolean): number => (isNews ? 0 : 1_000)

/** With a key that stands still the same comes again, whatever it is: 1 s, and 2 s, 4 s, 8 s where it was nothing. */
const pauseInPlace = (idle: number): number => (idle === 0 ? 1_000 : Math.min(idleMax, 1_000 * 2 ** (idle - 1)))

/** A refusal may be about the position; what webwxinit handed out tells. */
function failed(state: SyncState, during: During, why: Failure): SyncStep {
  const { session, keys, fallback } = state
  if (during === 'keep' || advise(why) !== 'again') return lost(state, why)
  return during === 'check' || fallback === undefined || same(fallback, keys)
    ? refused(state, during, why)
    : { state, effects: [{ type: 'compare', session, keys, fallback, failure: why }] }
}

/** Opened anew it may work. Where that was done, the session is lost if it is meant; what is not its matter is waited out. */
function refused(state: SyncState, during: 'check' | 'pull', why: Failure): SyncStep {
  const { isReopened = false, works = false } = state
  if (!isReopened || works || isOfSession(why)) return lost(state, why)
  const effect = during === 'check' ? check(state) : pull(state)
  return { state, effects: [{ ...effect, again: true }] }
}

/** What pulls are told of an argument, again and again, is said of the session: there is no other argument. */
const isOfSession = (why: Failure): boolean =>
  why.kind === 'retcode' &&
  (why.detail.code === Ret.loginRefused || (why.detail.code === Ret.badArgument && why.detail.endpoint === 'webwxsync'))

const lost = (state: SyncState, why: Failure): SyncStep => ({ state, events: [{ type: 'lost', failure: why }] })

function giveUpPosition({ fallback, ...rest }: SyncState, why: Failure): SyncStep {
  const next: SyncState = { ...rest, keys: fallback ?? rest.keys, notBefore: 0 }
  return { state: next, events: [{ type: 'gap', reason: why.message }], effects: [check(next)] }
}
