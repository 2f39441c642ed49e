import { Observable, type OperatorFunction, retry, Subject, scan } from 'rxjs'
import { checkNumber } from '../check-number.js'
import { createMailbox, mailboxLimit } from './mailbox.js'
import type { Policy } from './policy.js'

/** What one message leads to: the next state, facts for the outside, work to be done. */
export interface Step<S, F, E> {
  /** What the next message meets. */
  readonly state: S
  /** Emitted in this order, before the effects begin; default none. */
  readonly events?: readonly E[]
  /** Given to `perform` in this order; default none. */
  readonly effects?: readonly F[]
  /** The actor is finished: it completes after this step's events and effects. */
  readonly done?: true
}

/** An actor's behaviour: pure but for `perform`. */
export interface Logic<S, M, F, E> {
  /** The first step, or the first after a crash, with the last good state. */
  readonly start: (last?: S) => Step<S, F, E>
  /** What one message leads to. Pure: it may be run again with the same state after a crash. */
  readonly reduce: (state: S, message: M) => Step<S, F, E>
  /** From effects to messages. The operator that flattens is the actor's concurrency: `switchMap`, `concatMap`, `mergeMap`. */
  readonly perform: (effects$: Observable<F>) => Observable<M>
}

/** How an actor is watched over. */
export interface ActorOptions<E> {
  /** How many messages may wait; beyond it the actor fails with a RangeError. Default one million. */
  readonly limit?: number
  /** The event that says that the state was given up, since three starts in a row crashed on it. */
  readonly forgot?: (error: unknown) => E
}

/** After this many crashes inside `start(last)` the state is taken to be the cause. */
const patienceWithState = 3

/**
 * Runs a Logic: commands in, events out; its lifetime is the subscription.
 *
 * Messages are handled one at a time and in order, also when an effect answers synchronously. Within a step the order is
 * state, events, effects. An error in `reduce` or `perform` is given to `supervise`; a new life starts from the last good
 * state and keeps what waits in the mailbox, while the effects in flight are gone. Unsubscribing cancels them too.
 * Completion of the commands does not end an actor: `done`, `supervise` or unsubscribing does.
 *
 * @example
 * const counter: Logic<number, string, never, string> = {
 *   start: (last = 0) => ({ state: last }),
 *   reduce: (count, word) => ({ state: count + 1, events: [`${word} is number ${count + 1}`] }),
 *   perform: () => NEVER,
 * }
 * from(['one', 'two']).pipe(actor(counter, escalate)).subscribe(console.log)
 *
 * @see [its marble](../../marbles/svg/kernel/actor-restarts.svg)
 */
export const actor = <S, M, F, E>(
  logic: Logic<S, M, F, E>,
  supervise: Policy,
  options: ActorOptions<E> = {},
): OperatorFunction<M, E> => {
  const { limit = mailboxLimit } = options
  checkNumber('limit', limit, { from: 1 })
  return (commands$) =>
    new Observable<E>((out) => {
      const mailbox = createMailbox<M>(limit)
      let last: S | undefined
      let crashesInStart = 0

      const begin = (): Step<S, F, E> => {
        try {
          const first = logic.start(last)
          crashesInStart = 0
          return first
        } catch (error) {
          crashesInStart += 1
          if (last === undefined || crashesInStart < patienceWithState) throw error
          const first = logic.start()
          crashesInStart = 0
          return options.forgot === undefined
            ? first
            : { ...first, events: [options.forgot(error), ...(first.events ?? [])] }
        }
      }

      const life$ = new Observable<E>((life) => {
        const effects$ = new Subject<F>()
        const receive = (message: M): void => {
          if (!mailbox.send(message)) life.error(new RangeError(`an actor's mailbox is full (${limit})`))
        }
        const follow = ({ state, events, effects, done }: Step<S, F, E>): void => {
          last = state
          if (events !== undefined) for (const event of events) life.next(event)
          if (effects !== undefined)
            for (const effect of effects) {
              if (life.closed) return
              effects$.next(effect)
            }
          if (done) life.complete()
        }
        life.add(logic.perform(effects$).subscribe({ next: receive, error: (error) => life.error(error) }))
        const first = begin()
        follow(first)
        if (life.closed) return
        life.add(
          mailbox.messages$
            .pipe(scan((step, message: M) => logic.reduce(step.state, message), first))
            .subscribe({ next: follow, error: (error) => life.error(error) }),
        )
      })

      out.add(
        commands$.subscribe({
          next: (message) => {
            if (!mailbox.send(message)) out.error(new RangeError(`an actor's mailbox is full (${limit})`))
          },
          error: (error) => out.error(error),
        }),
      )
      out.add(life$.pipe(retry({ delay: supervise })).subscribe(out))
    })
}
