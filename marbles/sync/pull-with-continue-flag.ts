import type { Marble } from '../../src/testing/index.js'
import { batch, stageSync } from './stage-sync.js'

export const pullWithContinueFlag = {
  title: 'an answer with ContinueFlag is followed by another pull, without a poll between them',
  unit: 1_000,
  given: { synccheck: ['--n|', '-'], webwxsync: ['-x|', '-y|'] },
  run: (tools) => stageSync(tools),
  then: '---bc---',
  values: {
    n: { selector: '2' },
    x: batch(2, ['m1', 'm2'], true),
    y: batch(3, ['m3']),
    b: 'kept m1 m2',
    c: 'kept m3',
  },
} satisfies Marble
