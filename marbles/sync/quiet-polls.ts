import type { Marble } from '../../src/testing/index.js'
import { batch, stageSync } from './stage-sync.js'

export const quietPolls = {
  title: 'a poll that is answered "nothing" is followed by the next one at once; news is pulled and kept',
  unit: 5_000,
  given: { synccheck: ['-----q|', '--n|', '-'], webwxsync: ['b|'] },
  run: (tools) => stageSync(tools),
  then: '-------k--',
  during: { synccheck: ['^----!', '-----^-!', '-------^'] },
  values: { q: { selector: '0' }, n: { selector: '2' }, b: batch(2, ['m1']), k: 'kept m1' },
} satisfies Marble
