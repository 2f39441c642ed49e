import { of } from 'rxjs'
import type { Marble } from '../../src/testing/index.js'
import { said } from '../messages.js'
import { stageHandling } from './stage-handling.js'

export const missedDeadline = {
  title:
    'a Promise that misses its deadline of 3 s is waited for, a grace of 2 s long; then the next try begins beside it',
  unit: 1_000,
  hot: { messages: '1' },
  run: (tools) =>
    stageHandling(tools, (_, { attempt }) => (attempt === 1 ? new Promise<undefined>(() => {}) : of(undefined)), {
      deadline: 3_000,
      grace: 2_000,
    }),
  then: 'B----o(Bm)',
  values: { 1: said('alice', 'm'), m: 'm settled', B: 'm begins', o: 'try 1 goes on' },
} satisfies Marble
