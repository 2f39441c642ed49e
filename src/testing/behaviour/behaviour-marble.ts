import { map, NEVER, Observable, type SchedulerLike, Subject } from 'rxjs'
import type {
  AddressBook,
  Behaviour,
  BehaviourFailed,
  BotEvent,
  BotState,
  ContactChange,
  Known,
  Message,
  Receipt,
} from '../../index.js'
import type { Marble, MarbleTools } from '../marble/marble.js'
import { framesOf } from '../marble/notation.js'
import { epochStart } from '../virtual-clock.js'
import { meant } from './meant.js'
import { stubView } from './stub-view.js'
import { told } from './told.js'

/** What is around a behaviour while its marble is run. The rows use the letters of `values`. */
export interface BehaviourSetting {
  /** Milliseconds a frame; default 1,000. */
  readonly unit?: number
  /** When the first frame is, Unix ms; default 2020-01-01T00:00:00Z. Of weight where a behaviour asks for the time of day. */
  readonly start?: number
  /** Who is in the address book. Default: nobody. */
  readonly contacts?: readonly Known[]
  /** The account itself. Default: `bot`. */
  readonly self?: Known
  /** When sends end: letters that are receipts. */
  readonly receipts?: string
  /** When the bot's state changes: letters that are states. Default: online from the beginning. */
  readonly states?: string
  /** When the address book changes: letters that are address books. Default: `contacts`, from the beginning. */
  readonly books?: string
  /** When contacts change: letters that are contact changes, such as `{ type: 'added', contact: contact('alice') }`. */
  readonly changes?: string
  /** What else happens: letters that are events. */
  readonly events?: string
}

/** A behaviour, what it is told and what it has to want. */
export interface BehaviourPromise extends BehaviourSetting {
  /** The promise, as a sentence. Default: the behaviour's name. */
  readonly title?: string
  /** What is held against it. */
  readonly behaviour: Behaviour
  /** A row of messages. */
  readonly messages: string
  /** What the letters mean: messages, Commands, receipts and whatever else the rows hold. */
  readonly values: Readonly<Record<string, unknown>>
  /** A row of Commands: what the behaviour has to want, and when. */
  readonly commands: string
  /** What `#` means. */
  readonly error?: unknown
}

/**
 * A behaviour's promise as a {@link Marble}: `checkMarble` runs it, `drawMarble` draws it. Commands are compared by what they mean: `reply` to a message of
 * alice is the same as a text for `alice`. A part of the behaviour that failed while the others went on is a value, too: `behaviourFailed`, as in `events$`.
 *
 * Throws a SyntaxError for a letter without a meaning.
 *
 * @example
 * const ding: Behaviour = (messages$) => messages$.pipe(hears(/^ding$/i), map((one) => reply(one, 'dong')))
 * const marble = behaviourMarble({
 *   title: 'ding is answered',
 *   behaviour: ding,
 *   messages: '-a-b',
 *   commands: '-x--',
 *   values: { a: message.text('ding'), b: message.text('hello'), x: text('alice', 'dong') },
 * })
 * checkMarble(marble)
 */
export function behaviourMarble(promise: BehaviourPromise): Marble {
  const { behaviour, messages, commands, values, unit = 1_000, title = behaviour.name || 'the behaviour' } = promise
  const { receipts, states, books, changes, events } = promise
  const rows = { messages, receipts, states, books, changes, events }
  const hot = Object.fromEntries(
    Object.entries(rows).flatMap(([name, row]) => (row === undefined ? [] : [[name, row]])),
  )
  for (const row of [...Object.values(hot), commands]) everyLetterMeans(row, values)
  return {
    title,
    when: behaviour.name,
    unit,
    hot,
    run: (tools) => play(promise, tools),
    then: commands,
    values: Object.fromEntries(Object.entries(values).map(([letter, value]) => [letter, comparable(value)])),
    ...('error' in promise ? { error: promise.error } : {}),
    told,
  }
}

function everyLetterMeans(row: string, values: Readonly<Record<string, unknown>>): void {
  const unknown = framesOf(row)
    .flat()
    .find((letter) => letter !== '|' && letter !== '#' && !Object.hasOwn(values, letter))
  if (unknown !== undefined) throw new SyntaxError(`${unknown} in ${row} means nothing: give it a value`)
}

function play(
  { behaviour, start = epochStart, ...promise }: BehaviourPromise,
  tools: MarbleTools,
): Observable<unknown> {
  const failed$ = new Subject<BehaviourFailed>()
  const rowOf = <T>(name: 'receipts' | 'states' | 'books' | 'changes' | 'events'): Observable<T> | undefined =>
    promise[name] === undefined ? undefined : tools.hot<T>(name)
  const books$ = rowOf<AddressBook>('books')
  const states$ = rowOf<BotState>('states')
  const messages$ = tools.hot<Message>('messages')
  const view = stubView({
    messages$,
    scheduler: laterBy(start, tools.scheduler),
    receipts$: rowOf<Receipt>('receipts') ?? NEVER,
    contactChanges$: rowOf<ContactChange>('changes') ?? NEVER,
    events$: rowOf<BotEvent>('events') ?? NEVER,
    failed: (failed) => failed$.next({ type: 'behaviourFailed', ...failed }),
    ...(books$ === undefined ? {} : { contacts$: books$ }),
    ...(states$ === undefined ? {} : { state$: states$ }),
    ...(promise.self === undefined ? {} : { self: promise.self }),
    ...(promise.contacts === undefined ? {} : { contacts: promise.contacts }),
  })
  // The end is the behaviour's: a part that failed does not keep it open.
  return new Observable((subscriber) => {
    subscriber.add(failed$.subscribe((failed) => subscriber.next(failed)))
    subscriber.add(behaviour(messages$, view).pipe(map(meant)).subscribe(subscriber))
  })
}

/** The scheduler of a marble counts from 0; bots live in Unix time. */
const laterBy = (start: number, scheduler: SchedulerLike): SchedulerLike => ({
  now: () => start + scheduler.now(),
  schedule: scheduler.schedule.bind(scheduler),
})

/** Letters that are Commands are compared with what comes of the behaviour. */
function comparable(value: unknown): unknown {
  const isCommand = typeof value === 'object' && value !== null && 'to' in value && !('conversation' in value)
  return isCommand && 'type' in value ? meant(value as Parameters<typeof meant>[0]) : value
}
