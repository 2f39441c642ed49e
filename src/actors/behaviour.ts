import {
  catchError,
  concatMap,
  defer,
  distinctUntilChanged,
  EMPTY,
  isObservable,
  map,
  merge,
  mergeMap,
  type Observable,
  of,
  type SchedulerLike,
  type Subject,
  Subscription,
} from 'rxjs'
import { checkFunction, isThenable, unexpected } from '../check-argument.js'
import { type HandedOver, restarting, type StopReason } from '../kernel/restart.js'
import type { AddressBook, Known, KnownRoom } from './address-book.js'
import type { BehaviourFailed, BehaviourStopped, BotEvent, BotState } from './bot-state.js'
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
  /** Says that such a part does nothing any more: `behaviourStopped` in `events$`. A view made for a test may leave it out. */
  readonly stopped?: (stopped: Omit<BehaviourStopped, 'type'>) => void
}

/**
 * What a user writes: a pure function from messages to commands. It is given every message the bot hands out, except for those that this bot has
 * sent, so that it cannot answer itself. It returns what is to be done; the order of its commands to one conversation is the order of sending.
 *
 * One that fails is started again in the same tick, and `behaviourFailed` names it (by its function, or as `named` calls it) and
 * the message at which it failed. That message is lost to it, and so is what its operators remembered; what it emits at its start is
 * sent again. It is stopped (`behaviourStopped`) if it fails before a message has come since its start, or ten times in a minute. Other behaviours go on.
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

/** Runs behaviours side by side. One that fails is started again, or stopped, and reported; the others do not notice. */
export function createBehaviours(tools: BehavioursTools): {
  readonly use: (behaviour: Behaviour) => Subscription
  readonly stop: () => void
} {
  const { messages$, outbox, scheduler } = tools
  const all = new Subscription()
  const { viewOn, run: look } = viewsOf(tools)
  all.add(look)

  const perform = (ready: Command): Observable<unknown> =>
    outbox.submit(ready.to, contentOf(ready), { ...wishesOf(ready), isAnswer: true })

  return {
    use: (behaviour) => {
      checkFunction('behaviour', behaviour, 'a behaviour, which is a function (messages$, bot) => Observable')
      const { name } = behaviour
      const failed = (error: unknown, reason?: StopReason): void => {
        view?.failed({ name, error })
        if (reason !== undefined) view?.stopped?.({ name, error, reason })
      }
      const refused = (command: unknown) => (error: unknown) => {
        view?.failed({ name, error, isCommand: true, ...keyOf(command) })
        return EMPTY
      }
      let view: BotView | undefined
      const start = (handed: HandedOver<Message>): Observable<Command> => {
        view ??= viewOn(handed)
        return checkedStream(name, behaviour(handed.messages$, view))
      }
      const run = restarting(messages$, start, { failed, scheduler })
        .pipe(
          // What comes behind a file waits until that was looked at: the order stays.
          concatMap((command) => defer(() => tools.ready(command)).pipe(catchError(refused(command)))),
          mergeMap((command) => defer(() => perform(command)).pipe(catchError(refused(command)))),
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

/** What a behaviour answered, which a program without types may have forgotten to return. */
function checkedStream(name: string, stream: Observable<Command>): Observable<Command> {
  const given: unknown = stream
  const isStream = isObservable(given) || isThenable(given) || Array.isArray(given)
  if (isStream) return stream
  throw unexpected(name === '' ? 'behaviour' : `behaviour ${name}`, 'an Observable of Commands', given)
}

function viewsOf(tools: BehavioursTools): {
  readonly viewOn: (handed: HandedOver<Message>) => BotView
  readonly run: Subscription
} {
  const { events$, state$, contacts$, contactChanges$, capabilities$, outbox, scheduler } = tools
  let self: Known | undefined
  const run = contacts$.subscribe((book) => {
    self = book.self
  })
  const shared = {
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
  }
  return {
    run,
    viewOn: ({ messages$, current }) => ({
      ...shared,
      get self() {
        return self
      },
      messages$,
      failed: (failed) => {
        const message = failed.isCommand === true ? undefined : current()
        events$.next({ type: 'behaviourFailed', ...(message === undefined ? {} : { message }), ...failed })
      },
      stopped: (stopped) => events$.next({ type: 'behaviourStopped', ...stopped }),
    }),
  }
}

const roomsOf = (book: AddressBook): readonly KnownRoom[] =>
  book.all().filter((one): one is KnownRoom => one.kind === 'room')

const areSame = <T>(before: readonly T[], now: readonly T[]): boolean =>
  before.length === now.length && before.every((one, index) => one === now[index])
