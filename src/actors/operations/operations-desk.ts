import { Observable, type Subscriber, switchMap, take } from 'rxjs'
import { failure } from '../../errors.js'
import type { Engine } from '../engine/engine.js'
import { createUntilStopped } from '../until-stopped.js'
import type { OperationOptions } from './bot-operations.js'
import type { Operation, OperationAnswers, OperationName } from './operation.js'
import type { OperationResult, Task } from './operations-state.js'

/** Does one operation, as soon as there is an engine and it is known who is meant; cold. */
export type Operate = <N extends OperationName>(
  prepare: (engine: Engine) => Observable<Extract<Operation, { readonly type: N }>>,
  options?: OperationOptions,
) => Observable<OperationAnswers[N]>

/** The way from a wish to the actor, and the answer back. */
export interface OperationsDesk {
  readonly operate: Operate
  readonly settle: (task: Task, result: OperationResult) => void
  /** What still waits fails with `stopped`. */
  readonly stop: () => void
}

export function createOperationsDesk(engine$: Observable<Engine>): OperationsDesk {
  const asked = new Map<number, Subscriber<OperationAnswers[OperationName]>>()
  let lastId = 0

  const what = 'the server had answered the operation'
  const untilStopped = createUntilStopped(what)

  const submit = <N extends OperationName>(
    engine: Engine,
    operation: Extract<Operation, { readonly type: N }>,
    { tooOften = 'wait' }: OperationOptions,
  ): Observable<OperationAnswers[N]> =>
    new Observable((subscriber: Subscriber<OperationAnswers[N]>) => {
      lastId += 1
      const task: Task = { id: lastId, operation, tooOften }
      // The answer to a task is that of its operation.
      asked.set(task.id, subscriber as Subscriber<OperationAnswers[OperationName]>)
      subscriber.add(() => {
        if (asked.delete(task.id)) engine.operate({ type: 'cancel', task })
      })
      engine.operate({ type: 'submit', task })
    })

  return {
    operate: (prepare, options = {}) =>
      untilStopped.wait(
        engine$.pipe(
          take(1),
          switchMap((engine) =>
            prepare(engine).pipe(
              take(1),
              switchMap((operation) => submit(engine, operation, options)),
            ),
          ),
        ),
      ),
    settle: ({ id }, result) => {
      const subscriber = asked.get(id)
      asked.delete(id)
      if (result.type === 'failed') return subscriber?.error(result.failure)
      subscriber?.next(result.answer)
      subscriber?.complete()
    },
    stop: () => {
      for (const subscriber of [...asked.values()]) subscriber.error(failure('stopped', { what, fate: 'unsure' }))
      untilStopped.stop()
    },
  }
}
