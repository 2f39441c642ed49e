import { retry } from 'rxjs'
import { backoff } from '../../src/kernel/policy.js'
import type { Marble } from '../../src/testing/index.js'

export const backoffDoubles = {
  title: 'backoff waits 1 s, 2 s, 4 s and then no longer',
  unit: 1_000,
  given: { call: ['#', '#', '#', '#', '(a|)'] },
  run: ({ given, scheduler }) => given('call').pipe(retry({ delay: backoff({ first: 1_000, max: 4_000, scheduler }) })),
  then: '-----------(a|)',
} satisfies Marble
