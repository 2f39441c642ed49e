import type { Logic } from '../../kernel/actor.js'
import type { Log } from '../env.js'
import type { SyncEffect, SyncEvent, SyncMessage, SyncState } from '../sync/sync-state.js'
import { isOn } from './is-on.js'

type SyncLogic = Logic<SyncState, SyncMessage, SyncEffect, SyncEvent>

/** At `debug` each poll and each pull of sync is a line, in numbers. The same Logic where that is off. */
export function logPulls(log: Log, logic: SyncLogic): SyncLogic {
  if (!isOn(log, 'debug')) return logic
  return {
    ...logic,
    reduce: (state, message) => {
      const step = logic.reduce(state, message)
      if (message.type === 'checked') log('debug', 'poll', { selector: message.selector, held: message.held })
      if (message.type === 'kept') {
        const { batch, fresh } = message
        log('debug', 'pull', {
          messages: batch.messages.length,
          fresh,
          changed: batch.modContacts.length,
          removed: batch.delContacts.length,
          skipped: batch.skipped,
          more: batch.more,
          // In a row, with this one: without a message, and without a message or a key that moved.
          barren: step.state.barren,
          idle: step.state.idle,
        })
      }
      return step
    },
  }
}
