import { advise, type Failure, failure } from '../../errors.js'
import type { Step } from '../../kernel/actor.js'
import type { Batch } from '../../protocol/endpoints/webwxsync.js'
import { isSameSyncKey, type Keys, orPrevious } from '../../protocol/sync-key.js'
import type { SyncEffect, SyncEvent, SyncMessage, SyncState } from './sync-state.js'

export type SyncStep = Step<SyncState, SyncEffect, SyncEvent>

/** A server that says "more" for ever is asked again by a check after so many pulls. */
const roundsLimit = 20

/** After so many pulls that brought nothing and moved no key the session is opened anew. */
const idleLimit = 10

/** The longest pause between pulls that bring nothing (ms). */
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
      return {
        state,
        events: [{ type: 'polled', selector: message.selector }],
        effects: [message.selector === '0' ? check(state) : pull(state)],
      }
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

const check = ({ session, keys }: SyncState): SyncEffect => ({ type: 'check', session, keys })
const pull = ({ session, keys, notBefore }: SyncState): SyncEffect => ({ type: 'pull', session, keys, notBefore })

function pulled(state: SyncState, batch: Batch, startedAt: number): SyncStep {
  const keys = nextKeys(state.keys, batch)
  const session = batch.skey === '' ? state.session : { ...state.session, skey: batch.skey }
  const { modContacts, delContacts, skipped } = batch
  const events: SyncEvent[] = []
  if (session !== state.session) events.push({ type: 'renewed', session })
  if (modContacts.length + delContacts.length > 0)
    events.push({ type: 'contactsChanged', changed: modContacts, removed: delContacts })
  if (skipped > 0) events.push({ type: 'skipped', count: skipped })
  return { state: { ...state, session }, events, effects: [{ type: 'keep', session, batch, keys, startedAt }] }
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
  const brought = fresh > 0 || batch.modContacts.length > 0 || batch.delContacts.length > 0
  const idle = brought || moved ? 0 : state.idle + 1
  const rounds = fresh > 0 ? 0 : state.rounds + 1
  const again = batch.more && (fresh > 0 || (moved && rounds < roundsLimit))
  const { fallback: _, ...proven } = state
  const next: SyncState = {
    ...proven,
    keys,
    idle,
    sent: false,
    rounds: again ? rounds : 0,
    notBefore: startedAt + pauseAfter(state, brought, moved),
  }
  if (idle >= idleLimit) return stuck({ ...next, idle: 0 })
  return { state: next, effects: [again ? pull(next) : check(next)] }
}

/** A selector that stays non-zero while nothing comes would spin: 1 s, 2 s, 4 s, 8 s between such pulls. */
function pauseAfter(state: SyncState, brought: boolean, moved: boolean): number {
  if (brought || (moved && state.sent)) return 0
  return moved ? 1_000 : Math.min(idleMax, 1_000 * 2 ** state.idle)
}

const stuck = (state: SyncState): SyncStep =>
  renew(state, failure('decode', { endpoint: 'webwxsync', problems: ['news is announced and nothing comes'] }))

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
