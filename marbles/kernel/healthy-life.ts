import { retry } from 'rxjs'
import { backoff } from '../../src/kernel/policy.js'
import type { Marble } from '../../src/testing/index.js'

export const healthyLife = {
  title: 'a life that was healthy for long enough fails for the first time again',
  doc: 'The third life lasts ten seconds, which counts as healthy here; the pause after it is the first one.',
  unit: 1_000,
  given: { life: ['#', '#', 'a---------#', '(b|)'] },
  run: ({ given, scheduler }) =>
    given('life').pipe(retry({ delay: backoff({ first: 1_000, max: 60_000, healthyAfter: 10_000, scheduler }) })),
  then: '---a----------(b|)',
} satisfies Marble
