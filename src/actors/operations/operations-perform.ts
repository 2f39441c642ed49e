import { catchError, defer, map, mergeMap, type Observable, of, switchMap, throwError, timer } from 'rxjs'
import { advise, type Failure, failure, isFailure } from '../../errors.js'
import { backoff, escalate, type Policy } from '../../kernel/policy.js'
import { Ret, retMeaning } from '../../protocol/retcode.js'
import type { Env } from '../env.js'
import { persist } from '../persist.js'
import { createPace } from '../sender/pace.js'
import { carryOut, type OperationTools } from './carry-out.js'
import { laneNames, laneOf, lanePaces } from './lane.js'
import { isRepeatable } from './operations-reduce.js'
import type { OperationsEffect, OperationsMessage, Task } from './operations-state.js'

export interface OperationsTools extends OperationTools {
  /** `off` leaves it to the service how often something is done. */
  readonly pace: 'on' | 'off'
}

/** How often what may be done twice is done again after an answer that was lost. */
const lostAnswers = 3

/** "System error" is worth these tries. */
const systemErrors = 3

/** The kinds go side by side; the reducer lets one operation of each through. */
export function operationsPerform(
  tools: OperationsTools,
): (effects$: Observable<OperationsEffect>) => Observable<OperationsMessage> {
  const { env, pace } = tools
  const turns = new Map(
    laneNames.map((name) => [name, createPace(pace === 'off' ? 'off' : lanePaces[name], env.scheduler)]),
  )
  return (effects$) =>
    effects$.pipe(
      mergeMap((effect): Observable<OperationsMessage> => {
        if (effect.type === 'rest')
          return timer(effect.pause, env.scheduler).pipe(map(() => ({ type: 'rested', lane: effect.lane })))
        const turn = turns.get(laneOf(effect.task.operation.type)) ?? (() => of(undefined))
        return turn('').pipe(switchMap(() => attempt(tools, effect)))
      }),
    )
}

function attempt(
  tools: OperationsTools,
  { task, sending }: OperationsEffect & { type: 'attempt' },
): Observable<OperationsMessage> {
  return defer(() => carryOut(tools, task.operation, sending)).pipe(
    map((answer): OperationsMessage => ({ type: 'answered', task, result: { type: 'done', answer } })),
    persist(policy(tools.env, task), trouble),
    catchError((error: unknown) =>
      isFailure(error) ? of(verdict(task, sending.session.sid, error)) : throwError(() => error),
    ),
  )
}

const trouble = (failed: Failure, count: number): OperationsMessage => ({
  type: 'trouble',
  failure: failed,
  attempt: count,
})

/** Surely not done: nothing has left. */
const isUnsent = (failed: Failure): boolean =>
  (failed.kind === 'network' && !failed.detail.sent) || failed.kind === 'certificate'

/** What may have been done is done again only where that does no harm. */
function policy({ scheduler, random }: Env, task: Task): Policy {
  const again = backoff({ first: 1_000, max: 15_000, jitter: 0.3, random, scheduler })
  let lost = 0
  let system = 0
  return (error, count) => {
    if (!isFailure(error) || advise(error) !== 'again' || isTooOften(error)) return escalate(error, count)
    if (isUnsent(error)) return again(error, count)
    if (error.kind === 'retcode') {
      system += 1
      return system > systemErrors ? escalate(error, count) : again(error, count)
    }
    lost += 1
    return lost > lostAnswers || !isRepeatable(task) ? escalate(error, count) : again(error, count)
  }
}

const isTooOften = (failed: Failure): boolean => failed.kind === 'retcode' && failed.detail.code === Ret.tooOften

/** What a failure means: it waits, it stays for the next session, or its asker hears of it. */
function verdict(task: Task, sid: string, failed: Failure): OperationsMessage {
  if (isTooOften(failed)) return { type: 'tooOften', task, failure: failed }
  if (advise(failed) === 'login') return { type: 'lost', task, failure: failed, sid }
  return { type: 'answered', task, result: { type: 'failed', failure: told(task, failed) } }
}

function told({ operation }: Task, failed: Failure): Failure {
  if (failed.kind !== 'retcode') return failed
  const { code, message } = failed.detail
  return failure('refused', { code, reason: message === '' ? retMeaning(code) : message, operation: operation.type })
}
