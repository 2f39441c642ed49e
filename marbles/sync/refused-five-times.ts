import { failure } from '../../src/errors.js'
import type { Marble } from '../../src/testing/index.js'
import { stageSync } from './stage-sync.js'

export const refusedFiveTimes = {
  title: 'five refusals of a poll in a row give the session up to be opened anew',
  unit: 1_000,
  given: { synccheck: ['#', '#', '#', '#', '#'] },
  run: (tools) => stageSync(tools),
  then: '12-3---4-------(5l)--',
  values: { 1: 'trouble 1', 2: 'trouble 2', 3: 'trouble 3', 4: 'trouble 4', 5: 'trouble 5', l: 'lost: retcode' },
  error: failure('retcode', { endpoint: 'synccheck', code: 1205, message: '' }),
} satisfies Marble
