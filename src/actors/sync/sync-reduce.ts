import { advise, type Failure } from '../../errors.js'
import type { Step } from '../../kernel/actor.js'
import type { Batch } from '../../protocol/endpoints/webwxsync.js'
import { isSameSyncKey, type Keys, orPrevious } from '../../protocol/sync-key.js'
import type { SyncEffect, SyncEvent, SyncMessage, SyncState } from './sync-state.js'

export type SyncStep = Step<SyncState, SyncEffect, SyncEvent>

/** So many pulls without a message may follow each other at once: as long as they move the key, and say "more" or bring contacts. */
const barrenLimit = 20

/** The longest pause between pulls that bring nothing (ms): on some accounts there is always something announced, and nothing comes. */
const idleMax = 8_000

/** The cycle of check, pull and keep as a pure function. */
export function syncReduce(state: SyncState, message: SyncMessage): SyncStep {
  switch (message.type) {
    case 'sent':
      return { state: { ...state, sent: true } }
    case 'opened': {
      const keys = message.keys ?? state.keys
      return { state: { ...state, keys }, effects: [check({ ...state, keys })] }
    }
    case 'checked':
      return checked(state, message.selector)
    case 'pulled':
      return pulled(state, message.batch, message.startedAt)
    case 'kept':
      return kept(state, message)
    case 'failed':
      return failed(state, message.during, message.failure)
    case 'trouble':
      return { state, events: [{ type: 'trouble', failure: message.failure, attempt: message.attempt }] }
  }
}

function checked(state: SyncState, selector: string): SyncStep {
  const events: readonly SyncEvent[] = [{ type: 'polled', selector }]
  if (selector !== '0') return { state, events, effects: [pull(state)] }
  const quiet = state.barren === 0 ? state : { ...state, barren: 0 }
  return { state: quiet, events, effects: [check(quiet)] }
}

const check = ({ session, keys }: SyncState): SyncEffect => ({ type: 'check', session, keys })
const pull = ({ session, keys, notBefore }: SyncState): SyncEffect => ({ type: 'pull', session, keys, notBefore })

function pulled(state: SyncState, batch: Batch, startedAt: number): SyncStep {
  const keys = nextKeys(state.keys, batch)
  const session = batch.skey === '' ? state.session : { ...state.session, skey: batch.skey }
  const events: SyncEvent[] = []
  if (session !== state.session) events.push({ type: 'renewed', session })
  const next = hasContacts(batch) ? withContacts({ ...state, session }, batch, keys, events) : { ...state, session }
  if (batch.skipped > 0) events.push({ type: 'skipped', count: batch.skipped })
  return { state: next, events, effects: [{ type: 'keep', session, batch, keys, startedAt }] }
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
  const { fallback: _, ...proven } = state
  const next: SyncState = { ...proven, keys, idle, barren, sent: false, notBefore: startedAt + pause }
  return { state: next, effects: [again ? pull(next) : check(next)] }
}

/** Messages, contacts, or the key that a send of ours moved: what is announced next is news, too. */
const pauseAfterMove = (isNews: boolean): number => (isNews ? 0 : 1_000)

/** With a key that stands still the same comes again, whatever it is: 1 s, and 2 s, 4 s, 8 s where it was nothing. */
const pauseInPlace = (idle: number): number => (idle === 0 ? 1_000 : Math.min(idleMax, 1_000 * 2 ** (idle - 1)))

function failed(state: SyncState, during: 'check' | 'pull' | 'keep', why: Failure): SyncStep {
  const isRefused = why.kind === 'retcode' || why.kind === 'decode'
  if (during === 'pull' && isRefused && advise(why) !== 'login') return renew(state, why)
  return { state, events: [{ type: 'lost', failure: why }] }
}

/** First the session is opened anew with the kept position; where that has been done already, its position is given up. */
function renew(state: SyncState, why: Failure): SyncStep {
  const { fallback, ...rest } = state
  if (fallback === undefined || same(fallback, state.keys)) return { state, events: [{ type: 'lost', failure: why }] }
  const next: SyncState = { ...rest, keys: fallback, notBefore: 0 }
  return { state: next, events: [{ type: 'gap', reason: why.message }], effects: [check(next)] }
}
