import {
  BehaviorSubject,
  catchError,
  defer,
  EMPTY,
  endWith,
  finalize,
  ignoreElements,
  isObservable,
  merge,
  mergeMap,
  type Observable,
  type ObservableInput,
  of,
  ReplaySubject,
  race,
  type SchedulerLike,
  Subject,
  switchMap,
  take,
  takeUntil,
  tap,
  throwError,
  toArray,
} from 'rxjs'
import { classOf, isThenable, unexpected } from '../../../check-argument.js'
import { checkNumber } from '../../../check-number.js'
import { after } from '../../../kernel/after.js'
import { checkedCommand, checkedCommands, isCommand } from '../../checked-command.js'
import type { Command } from '../../command.js'
import type { Delivery } from '../delivery.js'
import type { Answer, Handler, HandlerContext } from './handler.js'

export interface AttemptTools {
  readonly scheduler: SchedulerLike
  readonly handler: Handler
  readonly deadline: number
  readonly grace: number
  /** Told when the grace is over and the try still runs. */
  readonly overlap: (delivery: Delivery, attempt: number) => void
}

/** One try of a handler: its Commands, or an error, that of a missed deadline included. Unsubscribing aborts it. */
export const attemptOf = (tools: AttemptTools, delivery: Delivery, attempt: number): Observable<readonly Command[]> =>
  defer(() => {
    const { scheduler, handler, deadline, grace, overlap } = tools
    const over = createOver()
    const deadline$ = new BehaviorSubject(deadline)
    const late$ = new Subject<void>()
    const context: HandlerContext = {
      get signal() {
        return over.signal()
      },
      attempt,
      extend: (ms) => {
        checkNumber('extend', ms, { from: 0 })
        deadline$.next(ms)
      },
      settle: { part: parts(delivery, over.isSo) },
    }
    const { answers$, ended$ } = runOf(() => answerOf(handler(delivery.message, context)))
    const graceOver$ = after(grace, scheduler).pipe(tap(() => overlap(delivery, attempt)))
    const missed$ = deadline$.pipe(
      switchMap((ms) => after(ms, scheduler)),
      take(1),
      tap(() => {
        over.make()
        late$.next()
      }),
      switchMap(() => race(ended$, graceOver$).pipe(take(1))),
      switchMap(() => throwError(() => new Error('the handler missed its deadline'))),
    )
    const done$ = answers$.pipe(mergeMap(commandsOf), toArray(), takeUntil(late$))
    return merge(done$, missed$).pipe(take(1), finalize(over.make))
  })

interface Over {
  readonly isSo: () => boolean
  readonly make: () => void
  readonly signal: () => AbortSignal
}

/** That a try is over. Few handlers look at the signal, and one that is made and aborted for each message costs more than the rest. */
function createOver(): Over {
  let isOver = false
  let abort: AbortController | undefined
  return {
    isSo: () => isOver,
    make: () => {
      isOver = true
      abort?.abort()
    },
    signal: () => {
      abort ??= new AbortController()
      if (isOver) abort.abort()
      return abort.signal
    },
  }
}

interface Run {
  readonly answers$: Observable<Answer>
  /** When it has ended, once nobody wants it any more. */
  readonly ended$: Observable<unknown>
}

/** An Observable ends with its subscription. A Promise goes on, so it is followed to its end. */
function runOf(begin: () => ObservableInput<Answer>): Run {
  let ended$: Observable<unknown> = of(undefined)
  const answers$ = defer(() => {
    const answer = begin()
    if (isObservable(answer)) return answer
    const followed$ = new ReplaySubject<Answer>()
    defer(() => answer).subscribe(followed$)
    ended$ = followed$.pipe(
      ignoreElements(),
      catchError(() => EMPTY),
      endWith(undefined),
    )
    return followed$
  })
  return { answers$, ended$: defer(() => ended$) }
}

/** Parts that an earlier try has committed are not committed again, and a try that is over commits none. */
function parts(delivery: Delivery, isOver: () => boolean): (commands: Command | readonly Command[]) => void {
  const before = delivery.parts()
  let count = 0
  return (commands) => {
    if (isOver()) return
    count += 1
    if (count > before) delivery.part(commandsOf(commands))
  }
}

/** What a handler has returned, as something that gives answers. A list is one answer: it is looked at as a whole. */
function answerOf(returned: unknown): ObservableInput<Answer> {
  if (returned === undefined || returned === null) return EMPTY
  if (Array.isArray(returned) || isCommand(returned)) return of(returned)
  if (isObservable(returned) || isThenable(returned) || isIterable(returned)) return returned as ObservableInput<Answer>
  throw unexpected(
    'the answer of the handler',
    'a Command, a list of Commands, nothing, or a Promise or Observable of these',
    returned,
  )
}

/** RxJS takes more than these, such as generators: what has a class is left to it. */
const isIterable = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && (Symbol.iterator in value || classOf(value) !== undefined)

const commandsOf = (answer: unknown): readonly Command[] => {
  if (answer === undefined || answer === null) return []
  return Array.isArray(answer)
    ? checkedCommands(Array.from(answer).flat())
    : [checkedCommand(answer, 'the answer of the handler')]
}
