import { failure } from '../../src/errors.js'
import type { Marble } from '../../src/testing/index.js'
import { batch, keysOfInit, stageSync } from './stage-sync.js'

export const positionGivenUp = {
  title:
    'a kept position is given up where it alone is refused: that of webwxinit is tried, and then once more the kept one',
  doc: 'What the pull that compares them brings is thrown away: the server hands it out again.',
  unit: 1_000,
  given: { synccheck: ['n|', '-'], webwxsync: ['#', '#', '#', 'x|', '#', 'b|'] },
  run: (tools) => stageSync(tools, { resumed: true }),
  then: '-12-3-(gk)---',
  values: {
    n: { selector: '2' },
    x: batch(keysOfInit + 1, ['thrown away']),
    b: batch(keysOfInit + 1, ['m1']),
    1: 'trouble 1',
    2: 'trouble 2',
    3: 'trouble 3',
    g: 'gap',
    k: 'kept m1',
  },
  error: failure('retcode', { endpoint: 'webwxsync', code: 1, message: '' }),
} satisfies Marble
