import { throwError, timeout } from 'rxjs'
import { failure } from '../../src/errors.js'
import type { Marble, MarbleTools } from '../../src/testing/index.js'
import { batch, stageSync } from './stage-sync.js'

/** The patience that `call` applies to every endpoint, put around the rows. */
const patiently =
  (tools: MarbleTools): MarbleTools['given'] =>
  (name) =>
    tools.given<never>(name).pipe(
      timeout({
        first: 35_000,
        scheduler: tools.scheduler,
        with: () => throwError(() => failure('timeout', { endpoint: name, after: 35_000 })),
      }),
    )

export const pollNeverAnswered = {
  title: 'a poll that is never answered is given up after 35 s, and the next one begins',
  unit: 5_000,
  given: { synccheck: ['-', '-n|', '-'], webwxsync: 'b|' },
  run: (tools) => stageSync({ ...tools, given: patiently(tools) }),
  then: '-------tk---',
  during: { synccheck: ['^------!', '-------^!', '--------^'] },
  values: { n: { selector: '2' }, b: batch(2, ['m1']), t: 'trouble 1', k: 'kept m1' },
} satisfies Marble
