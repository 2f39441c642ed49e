import type { Logic } from '../../kernel/actor.js'
import { type OperationsTools, operationsPerform } from './operations-perform.js'
import { operationsReduce, operationsRestart, operationsStart } from './operations-reduce.js'
import type { OperationsEffect, OperationsEvent, OperationsMessage, OperationsState } from './operations-state.js'

/**
 * What is done to contacts, friendships and rooms: one of a kind after the other, paced, waiting while there is no session, and
 * for longer and longer after "too often". It learns what the service does for this account.
 *
 * @see marbles/operations
 */
export const operations = (
  tools: OperationsTools,
): Logic<OperationsState, OperationsMessage, OperationsEffect, OperationsEvent> => ({
  start: (last) => (last === undefined ? { state: operationsStart } : operationsRestart(last)),
  reduce: operationsReduce,
  perform: operationsPerform(tools),
})
