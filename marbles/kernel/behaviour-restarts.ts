import { map, scan } from 'rxjs'
import { restarting } from '../../src/kernel/restart.js'
import type { Marble } from '../../src/testing/index.js'

export const behaviourRestarts = {
  title: 'a behaviour that fails is started again in the same tick: it loses that message, and what it remembered',
  doc: '`x` throws. What is emitted is how many messages were counted since the last start.',
  unit: 1_000,
  hot: { messages: 'a-a-x-a-a-' },
  run: ({ hot, scheduler }) =>
    restarting(
      hot<string>('messages'),
      ({ messages$ }) =>
        messages$.pipe(
          map((message) => {
            if (message === 'x') throw new Error('x')
            return message
          }),
          scan((count) => count + 1, 0),
          map(String),
        ),
      { failed: () => {}, scheduler },
    ),
  then: '1-2---1-2-',
  values: { a: 'a', x: 'x', 1: '1', 2: '2' },
} satisfies Marble
