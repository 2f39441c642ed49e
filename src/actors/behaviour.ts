import {
  catchError,
  defer,
  EMPTY,
  mergeMap,
  type Observable,
  type SchedulerLike,
  type Subject,
  Subscription,
} from 'rxjs'
import type { AddressBook } from './address-book.js'
import type { BotEvent, BotState } from './bot-state.js'
import type { Command } from './command.js'
import type { Message } from './message.js'
import type { Outbox } from './outbox.js'

/** What a behaviour may look at besides the messages. */
export interface BotView {
  readonly state$: Observable<BotState>
  readonly contacts$: Observable<AddressBook>
  readonly events$: Observable<BotEvent>
  /** The clock of the bot: give it to every operator that waits, and marbles can see it. */
  readonly scheduler: SchedulerLike
}

/**
 * What a user writes: a pure function from messages to commands. It is given every message the bot hands out and returns what is to be
 * done; the order of its commands to one conversation is the order of sending.
 *
 * @example
 * const ding: Behaviour = (messages$) => messages$.pipe(hears(/^ding$/i), map((message) => reply(message, 'dong')))
 */
export type Behaviour = (messages$: Observable<Message>, bot: BotView) => Observable<Command>

export interface BehavioursTools {
  readonly messages$: Observable<Message>
  readonly state$: Observable<BotState>
  readonly contacts$: Observable<AddressBook>
  readonly events$: Subject<BotEvent>
  readonly outbox: Outbox
  readonly scheduler: SchedulerLike
}

/** Runs behaviours side by side. One that fails is stopped and reported; the others do not notice. */
export function createBehaviours(tools: BehavioursTools): {
  readonly use: (behaviour: Behaviour) => Subscription
  readonly stop: () => void
} {
  const { messages$, state$, contacts$, events$, outbox, scheduler } = tools
  const all = new Subscription()
  const view: BotView = { state$, contacts$, events$, scheduler }

  const failed = (error: unknown): Observable<never> => {
    events$.next({ type: 'behaviourFailed', error })
    return EMPTY
  }

  const perform = (command: Command): Observable<unknown> => {
    const content =
      command.type === 'send'
        ? ({ type: 'text', text: command.text } as const)
        : ({ type: 'revoke', msgId: command.msgId } as const)
    const wishes = command.type === 'send' && command.at !== undefined ? { at: command.at } : {}
    return outbox.submit(command.to, content, wishes).pipe(catchError(failed))
  }

  return {
    use: (behaviour) => {
      const run = defer(() => behaviour(messages$, view))
        .pipe(catchError(failed), mergeMap(perform))
        .subscribe()
      all.add(run)
      return run
    },
    stop: () => all.unsubscribe(),
  }
}
