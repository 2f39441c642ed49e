import type { Logic, Step } from '../../kernel/actor.js'
import type { Log } from '../env.js'
import { isOn } from './is-on.js'

interface Named {
  readonly type: string
}

/** At `trace` every message of an actor is a line, with the names of what it leads to. The same Logic where that is off. */
export function traced<S, M extends Named, F extends Named, E extends Named>(
  log: Log,
  actor: string,
  logic: Logic<S, M, F, E>,
): Logic<S, M, F, E> {
  if (!isOn(log, 'trace')) return logic
  const told = (message: string, step: Step<S, F, E>): Step<S, F, E> => {
    const { events = [], effects = [], done = false } = step
    log('trace', 'actor', { actor, message, events: names(events), effects: names(effects), done })
    return step
  }
  return {
    start: (last) => told(last === undefined ? 'start' : 'start again', logic.start(last)),
    reduce: (state, message) => told(message.type, logic.reduce(state, message)),
    perform: logic.perform,
  }
}

const names = (list: readonly Named[]): string => list.map(({ type }) => type).join(' ')
