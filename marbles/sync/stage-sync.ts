import { filter, map, merge, NEVER, type Observable, of } from 'rxjs'
import type { Store } from '../../src/actors/env.js'
import { createKeeper } from '../../src/actors/keeper.js'
import { nothingSaved } from '../../src/actors/memory-store.js'
import { sync } from '../../src/actors/sync/sync.js'
import type { SyncEvent } from '../../src/actors/sync/sync-state.js'
import { actor } from '../../src/kernel/actor.js'
import { escalate } from '../../src/kernel/policy.js'
import type { Batch } from '../../src/protocol/endpoints/webwxsync.js'
import type { MarbleTools } from '../../src/testing/index.js'
import { key, keys, session, stageCall, stageEnv } from '../stage.js'

/** What webwxinit handed out; the kept position is 1. */
export const keysOfInit = 5

/** The sync actor on a stage: what it keeps, and what it tells, in a word each. `resumed`: a kept session was opened anew. */
export function stageSync(
  tools: MarbleTools,
  { store, resumed = false }: { readonly store?: Store; readonly resumed?: boolean } = {},
): Observable<string> {
  const env = stageEnv(tools, store)
  const saved = { ...nothingSaved, ...(resumed ? { keys: keys(1) } : {}) }
  const keeper = createKeeper(env, saved, { riding: () => ({}), rode: () => {} })
  const actors = { env, keeper, call: stageCall(tools), room$: of(true), isPaused: () => false }
  const kept$ = keeper.kept$.pipe(map((entries) => `kept ${entries.map(({ id }) => id).join(' ')}`))
  const logic = resumed
    ? sync(actors, session, keys(keysOfInit), { notBefore: tools.scheduler.now() + 1_000 })
    : sync(actors, session, keys(1))
  return merge(kept$, NEVER.pipe(actor(logic, escalate), map(wordOf))).pipe(filter((word) => word !== ''))
}

function wordOf(event: SyncEvent): string {
  switch (event.type) {
    case 'trouble':
      return `trouble ${event.attempt}`
    case 'lost':
      return `lost: ${event.failure.kind}`
    case 'gap':
      return 'gap'
    default:
      return ''
  }
}

/** A pull that brought these messages and moved the keys to `to`. */
export const batch = (to: number, ids: readonly string[], more = false): Batch => ({
  messages: ids.map((MsgId) => ({ MsgId, FromUserName: '@a' })),
  skipped: 0,
  modContacts: [],
  delContacts: [],
  keys: { sync: key(to), check: key(to) },
  more,
  skey: '',
})
