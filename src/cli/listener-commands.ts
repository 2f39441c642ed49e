import {
  catchError,
  concat,
  defer,
  EMPTY,
  filter,
  last,
  map,
  merge,
  type Observable,
  of,
  share,
  take,
  takeUntil,
  tap,
} from 'rxjs'
import type { Bot, Command, Delivery, Failure, Message, Receipt, Target } from 'rxwx'
import { isFailure } from 'rxwx'
import { contactAnswers } from './contact-lines.js'
import { jsonLine } from './json-line.js'
import { createLatest } from './latest.js'
import { createListenerFiles, subjectOf } from './listener-files.js'
import { createListenerOperations } from './listener-operations.js'
import { type Held, lookAnswers } from './look.js'
import { type ParsedCommand, parseCommand } from './parse-command.js'
import { commandOf, type Wish } from './wish.js'

export { parseCommand } from './parse-command.js'

/** One line of JSON in, lines of JSON out. */
export type LineHandler = (line: string) => Observable<string>

/** What becomes one line of JSON. */
export type Answer = object

/** How many received messages can still be replied to by their id, and how many sends revoked by their key. */
const remembered = 10_000

interface Sent {
  readonly to: string
  readonly msgId: string
}

/**
 * What a listener understands on stdin and on its private socket. Each command is answered, bad ones too, and each line of the
 * answer carries the `key` that the caller gave.
 */
export interface ListenerCommands {
  readonly handle: LineHandler
  /** A received message: from now on `reply` knows its id. */
  readonly remember: (message: Message) => void
  /** Commands whose receipt is still to come. */
  readonly pending: () => number
}

/**
 * `keeps`: what is to be sent outlives the process, in a store. `expected`: takes out a delivery that waits for its reader.
 * `held$`: what the store holds, at each subscription; absent where there is none on disk.
 */
export function createListenerCommands(
  bot: Bot,
  keeps: boolean,
  expected: (id: string) => Delivery | undefined = () => undefined,
  held$?: Observable<Held>,
): ListenerCommands {
  const conversations = createLatest<string>(remembered)
  // Each is known by its key and by its id.
  const sent = createLatest<Sent>(2 * remembered)
  const files = createListenerFiles(bot)
  const operations = createListenerOperations(bot)
  let pending = 0

  const send = (to: Target, wish: Wish): Observable<Answer> => {
    const command = commandOf(to, wish)
    const receipt$ = bot.submit(command).pipe(
      tap((receipt) => {
        if (receipt.outcome !== 'accepted') return
        sent.set(receipt.key, { to: receipt.to, msgId: receipt.msgId })
        sent.set(receipt.msgId, { to: receipt.to, msgId: receipt.msgId })
      }),
      map(receiptOf),
      share(),
    )
    return wish.progress === true
      ? merge(progressOf(bot, command).pipe(takeUntil(lastOf(receipt$))), receipt$)
      : receipt$
  }

  const run = (command: ParsedCommand): Observable<Answer> => {
    switch (command.type) {
      case 'send':
        return send(command.to, command.wish)
      case 'reply': {
        const conversation = conversations.get(command.id)
        return conversation === undefined
          ? of(refusal(command.key ?? command.id, 'no message with this id was received by this listener'))
          : send({ id: conversation }, command.wish)
      }
      case 'revoke': {
        const target =
          sent.get(command.what) ?? (command.to === undefined ? undefined : { to: command.to, msgId: command.what })
        return target === undefined
          ? of(
              refusal(
                command.key ?? command.what,
                'nothing with this key or id was sent by this listener; give its "to", too',
              ),
            )
          : bot
              .revoke(target.to, target.msgId)
              .pipe(map((receipt) => receiptOf({ ...receipt, key: command.key ?? command.what })))
      }
      case 'contacts':
        return contactAnswers(bot, command.wanted)
      case 'operate':
        return operations.handle(command.operation)
      case 'download':
      case 'avatar':
        return files.handle(command)
      case 'bind': {
        const { type, present, id } = command
        return concat(bot.bind(present, id), of({ type, outcome: 'done', present, id }))
      }
      case 'look':
        return held$ === undefined
          ? of(refusal(command.key ?? null, 'this listener has no store on disk; start it with --store'))
          : lookAnswers(command.what, held$)
      case 'ack':
      case 'nack':
        return settle(command)
      case 'bad':
        return of(refusal(command.key, command.why))
    }
  }

  /** An acknowledgement is answered only where it went wrong. */
  const settle = ({ type, id, key }: ParsedCommand & { type: 'ack' | 'nack' }): Observable<Answer> => {
    const delivery = expected(id)
    if (delivery === undefined) return of(refusal(key ?? id, 'no message with this id waits to be acknowledged'))
    if (type === 'ack') delivery.ack()
    else delivery.nack('refused by the reader')
    return EMPTY
  }

  return {
    handle: (line) =>
      defer(() => {
        if (line.trim() === '') return of<string>().pipe(take(0))
        const command = parseCommand(line)
        pending += 1
        let open = true
        const close = (): void => {
          if (open) pending -= 1
          open = false
        }
        return run(command).pipe(
          catchError((error: unknown) => {
            if (!isFailure(error)) throw error
            return of(failedOf(command, error, keeps))
          }),
          map((answer) => jsonLine(keyedBy(command, answer))),
          tap({ complete: close, unsubscribe: close, error: close }),
        )
      }),
    remember: (message) => {
      conversations.set(message.id, message.conversation.id)
      files.remember(message)
      operations.remember(message)
    },
    pending: () => pending,
  }
}

/** How the upload of a send goes on, a line for each chunk. */
const progressOf = (bot: Bot, command: Command): Observable<Answer> =>
  bot.events$.pipe(filter((event) => event.type === 'progress' && 'key' in command && event.key === command.key))

const lastOf = (answers$: Observable<Answer>): Observable<unknown> =>
  answers$.pipe(
    catchError(() => EMPTY),
    last(undefined, undefined),
  )

/** Each line of an answer says what it answers; a receipt has a key in any case. */
const keyedBy = ({ key }: ParsedCommand, answer: Answer): Answer =>
  key === undefined || key === null || 'key' in answer ? answer : { ...answer, key }

/** What a command that failed is answered by; its type is that of the other answers to it. */
function failedOf(command: ParsedCommand, failed: Failure, keeps: boolean): Answer {
  const { type, key = null } = command
  switch (type) {
    case 'download':
    case 'avatar':
      return { ...subjectOf(command), ...refusal(key, failed.message, failed), type }
    case 'contacts':
    case 'bind':
      return { ...refusal(key, failed.message, failed), type }
    default:
      return cutShort(key, failed, keeps) ?? refusal(key, failed.message, failed)
  }
}

function receiptOf(receipt: Receipt): Answer {
  const { key, outcome, to, clientMsgId } = receipt
  const common = { type: 'receipt', key, outcome, to, clientMsgId }
  if (receipt.outcome === 'accepted') return { ...common, id: receipt.msgId }
  if (receipt.outcome === 'unknown') return { ...common, reason: receipt.reason }
  return { ...common, ...(receipt.code === undefined ? {} : { code: receipt.code }), reason: receipt.reason }
}

function refusal(key: string | null, reason: string, failed?: Failure): Answer {
  const kind = failed === undefined ? {} : { kind: failed.kind }
  const problem = failed?.kind === 'media' ? { problem: failed.detail.reason } : {}
  return { type: 'receipt', key, outcome: 'refused', ...kind, ...problem, reason }
}

/** The receipt of a send that a stop has caught; undefined where it is certain that nothing is sent. */
function cutShort(key: string | null, failed: Failure, keeps: boolean): Answer | undefined {
  if (failed.kind !== 'stopped' || failed.detail.fate === undefined) return undefined
  const receipt = { type: 'receipt', key, outcome: 'unknown', kind: failed.kind }
  if (failed.detail.fate === 'kept')
    return keeps
      ? { ...receipt, kept: true, reason: 'the bot stopped before its turn came: it is sent at the next start' }
      : { ...receipt, outcome: 'refused', reason: 'the bot stopped before its turn came: it is not sent' }
  const later = keeps ? ', or be tried again at the next start' : ''
  return { ...receipt, reason: `the bot stopped while it was on its way: it may have arrived${later}` }
}
