import {
  catchError,
  concatMap,
  defaultIfEmpty,
  defer,
  EMPTY,
  filter,
  map,
  merge,
  mergeMap,
  type Observable,
  of,
  retry,
  Subject,
  takeUntil,
  tap,
  toArray,
} from 'rxjs'
import { backoff } from '../../../kernel/policy.js'
import type { Command } from '../../command.js'
import type { Env } from '../../env.js'
import type { Delivery, Offer } from '../delivery.js'
import { attemptOf } from './attempt.js'
import type { HandleOptions, Handler } from './handler.js'
import { conversationOf, type HandlingEffect, type HandlingMessage } from './handling-state.js'

/** What handlers are run with. */
export interface HandlingTools extends Pick<Env, 'scheduler' | 'random'> {
  /** The Commands of one answer, once their files were looked at. */
  readonly ready: (commands: readonly Command[]) => Observable<readonly Command[]>
  /** Told of each try that failed: of which message, the how manyth, and why. */
  readonly failed?: (id: string, attempt: number, error: unknown) => void
}

type Options = Required<Pick<HandleOptions, 'deadline' | 'grace' | 'tries'>> & Pick<HandleOptions, 'retry'>

/** Runs handlers; each settles its delivery, as acknowledged with its Commands or, after its tries, as a dead letter. */
export const handlingPerform =
  (tools: HandlingTools, handler: Handler, options: Options) =>
  (effects$: Observable<HandlingEffect>): Observable<HandlingMessage> => {
    const cancel$ = new Subject<string>()
    const overlaps$ = new Subject<HandlingMessage>()
    const overlap = (delivery: Delivery, attempt: number): void =>
      overlaps$.next({ type: 'overlap', delivery, attempt })
    const done$ = effects$.pipe(
      mergeMap((effect): Observable<HandlingMessage> => {
        if (effect.type === 'run') return run(tools, { handler, overlap, ...options }, effect.offer, options, cancel$)
        cancel$.next(effect.conversation)
        return EMPTY
      }),
    )
    return merge(overlaps$, done$)
  }

type Attempting = Pick<Parameters<typeof attemptOf>[0], 'handler' | 'deadline' | 'grace' | 'overlap'>

function run(
  { scheduler, random, ready, failed }: HandlingTools,
  attempting: Attempting,
  offer: Offer,
  { tries, retry: policy }: Options,
  cancel$: Observable<string>,
): Observable<HandlingMessage> {
  const conversation = conversationOf(offer)
  const delivery = offer.open()
  // A try that takes long is no healthy life: each counts.
  const healthyAfter = Number.POSITIVE_INFINITY
  const again =
    policy ?? backoff({ first: 1_000, max: 30_000, tries: tries - 1, jitter: 0.3, healthyAfter, random, scheduler })
  let attempt = 0
  const overtaken$ = cancel$.pipe(
    filter((one) => one === conversation),
    tap(() => delivery.ack()),
  )
  return defer(() => {
    attempt += 1
    return attemptOf({ ...attempting, scheduler }, delivery, attempt).pipe(concatMap((commands) => ready(commands)))
  }).pipe(
    tap({ error: (error: unknown) => failed?.(delivery.message.id, attempt, error) }),
    retry({ delay: again }),
    defaultIfEmpty([]),
    tap((commands) => delivery.ack(commands)),
    catchError((error: unknown) => {
      delivery.nack(error instanceof Error ? error.message : String(error), attempt)
      return of([])
    }),
    takeUntil(overtaken$),
    toArray(),
    map((): HandlingMessage => ({ type: 'done', conversation })),
  )
}
