import { failure } from '../../src/errors.js'
import type { Marble } from '../../src/testing/index.js'
import { batch, stageSync } from './stage-sync.js'

export const pulledTooOften = {
  title: '1205 to a pull: nothing is asked for 30 s, then for 2 min, and the session goes on where it was',
  unit: 10_000,
  given: { synccheck: ['n|', '-'], webwxsync: ['#', '#', 'b|'] },
  run: (tools) => stageSync(tools),
  then: '1--2-----------k--',
  values: { n: { selector: '2' }, b: batch(2, ['m1']), 1: 'trouble 1', 2: 'trouble 2', k: 'kept m1' },
  error: failure('retcode', { endpoint: 'webwxsync', code: 1205, message: '' }),
} satisfies Marble
