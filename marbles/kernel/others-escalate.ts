import { retry, switchMap, throwError } from 'rxjs'
import { backoff, when } from '../../src/kernel/policy.js'
import type { Marble, MarbleTools } from '../../src/testing/index.js'

/** Answers come as words here, so that the picture can tell one error from another. */
const calling = ({ given }: MarbleTools) =>
  given<string>('call').pipe(switchMap((answer) => throwError(() => new Error(answer))))

const isBusy = (error: unknown): boolean => error instanceof Error && error.message === 'busy'

export const othersEscalate = {
  title: 'a policy that holds for some errors only hands the others upwards at once',
  doc: 'The busy server is asked again after 1 s, then after 2 s; being forbidden is nothing that waiting could change.',
  unit: 1_000,
  given: { call: ['b', 'b', '-f'] },
  run: (tools) =>
    calling(tools).pipe(
      retry({
        delay: when(isBusy, backoff({ first: 1_000, max: 8_000, scheduler: tools.scheduler })),
      }),
    ),
  then: '----#',
  during: { call: ['(^!)', '-(^!)', '---^!'] },
  values: { b: 'busy', f: 'forbidden' },
  error: new Error('forbidden'),
} satisfies Marble
