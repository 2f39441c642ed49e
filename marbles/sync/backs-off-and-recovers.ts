import { failure } from '../../src/errors.js'
import type { Marble } from '../../src/testing/index.js'
import { batch, stageSync } from './stage-sync.js'

export const backsOffAndRecovers = {
  title: 'polls that fail are repeated after 1 s and after 2 s, and then go on as before',
  unit: 1_000,
  given: { synccheck: ['--#', '#', '---n|', '-'], webwxsync: 'b|' },
  run: (tools) => stageSync(tools),
  then: '--12----k',
  values: { n: { selector: '2' }, b: batch(2, ['m1']), k: 'kept m1', 1: 'trouble 1', 2: 'trouble 2' },
  error: failure('network', { endpoint: 'synccheck', reason: 'ECONNRESET', sent: true }),
} satisfies Marble
