import {
  catchError,
  concatMap,
  defer,
  distinctUntilChanged,
  EMPTY,
  map,
  merge,
  mergeMap,
  type Observable,
  of,
  type SchedulerLike,
  type Subject,
  Subscription,
} from 'rxjs'
import type { AddressBook, Known, KnownRoom } from './address-book.js'
import type { BehaviourFailed, BotEvent, BotState } from './bot-state.js'
import type { Command } from './command.js'
import type { ContactChange } from './contact-change.js'
import { isRecord } from './json-guards.js'
import type { Message } from './message.js'
import type { Capabilities } from './operations/capabilities.js'
import type { Outbox } from './outbox.js'
import { contentOf, wishesOf } from './outgoing.js'
import type { Receipt } from './sender/sender-state.js'

/**
 * What a behaviour may look at besides the messages. It is read-only: what a behaviour wants done, it says with Commands.
 *
 * The streams replay what those of the bot replay: `state$`, `contacts$`, `rooms$` and `capabilities$` their latest value, the others nothing.
 */
export interface BotView {
  /** This account; undefined until the first login has read the address book. */
  readonly self: Known | undefined
  /** The messages that the behaviour is given, for what has to listen a second time, as `ask` does. Without what this bot has sent. */
  readonly messages$: Observable<Message>
  /** Where the bot stands; replays the latest. */
  readonly state$: Observable<BotState>
  /** The address book after each change; replays the latest. */
  readonly contacts$: Observable<AddressBook>
  /** The rooms of the address book, whenever one of them has changed. */
  readonly rooms$: Observable<readonly KnownRoom[]>
  /** Who came, went or is called otherwise, in the address book and in rooms; replays nothing. */
  readonly contactChanges$: Observable<ContactChange>
  /** What the service does for this account; replays the latest. */
  readonly capabilities$: Observable<Capabilities>
  /** How each send ended, whoever asked for it. A send that is asked for again under its key brings its receipt again. */
  readonly receipts$: Observable<Receipt>
  /** What happened; replays nothing. */
  readonly events$: Observable<BotEvent>
  /** The clock of the bot: give it to every operator that waits, and marbles can see it. */
  readonly scheduler: SchedulerLike
  /** Says that a part failed and that the others go on: `combine` and `onError` call it. It becomes `behaviourFailed` in `events$`. */
  readonly failed: (failed: Omit<BehaviourFailed, 'type'>) => void
}

/**
 * What a user writes: a pure function from messages to commands. It is given every message the bot hands out, except for those that this bot has
 * sent, so that it cannot answer itself. It returns what is to be done; the order of its commands to one conversation is the order of sending. One that fails is stopped and is told of by its name (that of
 * the function, or what `named` calls it) in `behaviourFailed`; nothing else stops with it.
 *
 * @example
 * const ding: Behaviour = (messages$) => messages$.pipe(hears(/^ding$/i), map((message) => reply(message, 'dong')))
 */
export type Behaviour = (messages$: Observable<Message>, bot: BotView) => Observable<Command>

export interface BehavioursTools {
  readonly messages$: Observable<Message>
  readonly state$: Observable<BotState>
  readonly contacts$: Observable<AddressBook>
  readonly contactChanges$: Observable<ContactChange>
  readonly capabilities$: Observable<Capabilities>
  readonly events$: Subject<BotEvent>
  readonly outbox: Outbox
  /** The Command with its file measured, if it has one. */
  readonly ready: (command: Command) => Observable<Command>
  readonly scheduler: SchedulerLike
}

/** Runs behaviours side by side. One that fails is stopped and reported; the others do not notice. */
export function createBehaviours(tools: BehavioursTools): {
  readonly use: (behaviour: Behaviour) => Subscription
  readonly stop: () => void
} {
  const { messages$, outbox } = tools
  const all = new Subscription()
  const { view, run: look } = viewOf(tools)
  all.add(look)

  const reported =
    (name: string, command?: Command) =>
    (error: unknown): Observable<never> => {
      view.failed({ name, error, ...(command === undefined ? {} : { isCommand: true, ...keyOf(command) }) })
      return EMPTY
    }

  const perform = (ready: Command): Observable<unknown> =>
    outbox.submit(ready.to, contentOf(ready), { ...wishesOf(ready), isAnswer: true })

  return {
    use: (behaviour) => {
      const { name } = behaviour
      const run = defer(() => behaviour(messages$, view))
        .pipe(
          catchError(reported(name)),
          // What comes behind a file waits until that was looked at: the order stays.
          concatMap((command) => defer(() => tools.ready(command)).pipe(catchError(reported(name, command)))),
          mergeMap((command) => defer(() => perform(command)).pipe(catchError(reported(name, command)))),
        )
        .subscribe()
      all.add(run)
      return run
    },
    stop: () => all.unsubscribe(),
  }
}

/** Also of what only its type calls a Command. */
const keyOf = (command: unknown): { readonly key?: string } =>
  isRecord(command) && typeof command.key === 'string' ? { key: command.key } : {}

function viewOf({
  events$,
  messages$,
  state$,
  contacts$,
  contactChanges$,
  capabilities$,
  outbox,
  scheduler,
}: BehavioursTools): {
  readonly view: BotView
  readonly run: Subscription
} {
  let self: Known | undefined
  const run = contacts$.subscribe((book) => {
    self = book.self
  })
  return {
    run,
    view: {
      get self() {
        return self
      },
      messages$,
      state$,
      contacts$,
      rooms$: contacts$.pipe(map(roomsOf), distinctUntilChanged(areSame)),
      contactChanges$,
      capabilities$,
      receipts$: merge(
        events$.pipe(concatMap((event) => (event.type === 'receipt' ? of(event.receipt) : EMPTY))),
        outbox.repeated$,
      ),
      events$: events$.asObservable(),
      scheduler,
      failed: (failed) => events$.next({ type: 'behaviourFailed', ...failed }),
    },
  }
}

const roomsOf = (book: AddressBook): readonly KnownRoom[] =>
  book.all().filter((one): one is KnownRoom => one.kind === 'room')

const areSame = <T>(before: readonly T[], now: readonly T[]): boolean =>
  before.length === now.length && before.every((one, index) => one === now[index])
