import type { Logic } from '../../kernel/actor.js'
import type { Session } from '../../protocol/session.js'
import { type Keys, noKeys } from '../../protocol/sync-key.js'
import { type SyncTools, syncPerform } from './sync-perform.js'
import { syncReduce } from './sync-reduce.js'
import type { SyncEffect, SyncEvent, SyncMessage, SyncState } from './sync-state.js'
import { createUpkeep } from './upkeep.js'

const begin = { barren: 0, idle: 0, sent: false, notBefore: 0 }

/**
 * check → pull → keep, for as long as a session lives; the owner of the SyncKey.
 *
 * It starts at the position the store last committed, never at one from memory, so that a restart in the middle of a
 * commit neither loses nor repeats a batch. `init` is the position webwxinit handed out: where the session is new it is the
 * start, where it was resumed it stands by until the first pull, in case the kept one has stopped working. `resumed`: when it may be pulled from.
 *
 * @see marbles/sync
 */
export const sync = (
  tools: Omit<SyncTools, 'upkeep'>,
  session: Session,
  init: Keys | undefined,
  resumed?: Pick<SyncState, 'notBefore'>,
): Logic<SyncState, SyncMessage, SyncEffect, SyncEvent> => ({
  start: (last) => ({
    state: last ?? {
      ...begin,
      session,
      keys: init ?? noKeys,
      ...(resumed === undefined ? {} : { isReopened: true, ...resumed }),
      ...(resumed === undefined || init === undefined ? {} : { fallback: init }),
    },
    effects: [{ type: 'open' }],
  }),
  reduce: syncReduce,
  perform: syncPerform({ ...tools, upkeep: createUpkeep(tools.env.scheduler, resumed !== undefined) }),
})
