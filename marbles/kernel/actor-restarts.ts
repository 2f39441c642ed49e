import { NEVER } from 'rxjs'
import { actor, type Logic } from '../../src/kernel/actor.js'
import { backoff } from '../../src/kernel/policy.js'
import type { Marble } from '../../src/testing/index.js'

const adding: Logic<number, string, never, string> = {
  start: (last = 0) => ({ state: last, events: [`start ${last}`] }),
  reduce: (sum, message) => {
    if (message === 'x') throw new Error('a defect')
    return { state: sum + Number(message), events: [`${sum + Number(message)}`] }
  },
  perform: () => NEVER,
}

export const actorRestarts = {
  title: 'an actor that crashes starts again from its last good state and reads what waited meanwhile',
  unit: 1_000,
  hot: { commands: '-1-x1' },
  run: ({ hot, scheduler }) =>
    hot<string>('commands').pipe(actor(adding, backoff({ first: 2_000, max: 2_000, scheduler }))),
  then: 's1---(rn)-',
  values: { s: 'start 0', r: 'start 1', n: '2', x: 'x', 1: '1' },
} satisfies Marble
