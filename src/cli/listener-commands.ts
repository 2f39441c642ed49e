import {
  catchError,
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
import { type ContactsWanted, contactLines, readContactsWanted } from './contact-lines.js'
import { jsonLine } from './json-line.js'
import { createLatest } from './latest.js'
import { tooLong } from './lines-of.js'
import { createListenerFiles, type FileCommand, readFileCommand } from './listener-files.js'
import { createListenerOperations } from './listener-operations.js'
import { type OperationCommand, readOperation } from './operation-command.js'
import { commandOf, readWish, type Wish } from './wish.js'

/** One line of JSON in, lines of JSON out. */
export type LineHandler = (line: string) => Observable<string>

/** How many received messages can still be replied to by their id, and how many sends revoked by their key. */
const remembered = 10_000

interface Sent {
  readonly to: string
  readonly msgId: string
}

/** What a listener understands on stdin and on its private socket. Each command is answered by one receipt, bad ones too. */
export interface ListenerCommands {
  readonly handle: LineHandler
  /** A received message: from now on `reply` knows its id. */
  readonly remember: (message: Message) => void
  /** A delivery that the reader will acknowledge by the id of its message. */
  readonly expect: (delivery: Delivery) => void
  /** Commands whose receipt is still to come. */
  readonly pending: () => number
}

/** `keeps`: what is to be sent outlives the process, in a store. */
export function createListenerCommands(bot: Bot, keeps: boolean): ListenerCommands {
  const conversations = createLatest<string>(remembered)
  // Each is known by its key and by its id.
  const sent = createLatest<Sent>(2 * remembered)
  const expected = new Map<string, Delivery>()
  const files = createListenerFiles(bot)
  const operations = createListenerOperations(bot)
  let pending = 0

  const send = (to: Target, wish: Wish): Observable<string> => {
    const command = commandOf(to, wish)
    const receipt$ = bot.submit(command).pipe(
      tap((receipt) => {
        if (receipt.outcome !== 'accepted') return
        sent.set(receipt.key, { to: receipt.to, msgId: receipt.msgId })
        sent.set(receipt.msgId, { to: receipt.to, msgId: receipt.msgId })
      }),
      map(receiptLine),
      share(),
    )
    return wish.progress === true
      ? merge(progressOf(bot, command).pipe(takeUntil(lastOf(receipt$))), receipt$)
      : receipt$
  }

  const run = (command: ParsedCommand): Observable<string> => {
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
              .pipe(map((receipt) => receiptLine({ ...receipt, key: command.key ?? command.what })))
      }
      case 'contacts':
        return contactLines(bot, command.wanted)
      case 'operate':
        return operations.handle(command.operation)
      case 'download':
      case 'avatar':
        return files.handle(command)
      case 'ack':
      case 'nack':
        return settle(command)
      case 'bad':
        return of(refusal(command.key, command.why))
    }
  }

  /** An acknowledgement is answered only where it went wrong. */
  const settle = ({ type, id }: ParsedCommand & { type: 'ack' | 'nack' }): Observable<string> => {
    const delivery = expected.get(id)
    if (delivery === undefined) return of(refusal(id, 'no message with this id waits to be acknowledged'))
    expected.delete(id)
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
            const key = 'key' in command ? (command.key ?? null) : null
            return of(cutShort(key, error, keeps) ?? refusal(key, error.message, error))
          }),
          tap({ complete: close, unsubscribe: close, error: close }),
        )
      }),
    remember: (message) => {
      conversations.set(message.id, message.conversation.id)
      files.remember(message)
      operations.remember(message)
    },
    expect: (delivery) => expected.set(delivery.message.id, delivery),
    pending: () => pending,
  }
}

/** How the upload of a send goes on, a line for each chunk. */
const progressOf = (bot: Bot, command: Command): Observable<string> =>
  bot.events$.pipe(
    filter((event) => event.type === 'progress' && 'key' in command && event.key === command.key),
    map((event) => jsonLine(event)),
  )

const lastOf = (lines$: Observable<string>): Observable<unknown> =>
  lines$.pipe(
    catchError(() => EMPTY),
    last(undefined, ''),
  )

function receiptLine(receipt: Receipt): string {
  const { key, outcome, to, clientMsgId } = receipt
  const common = { type: 'receipt', key, outcome, to, clientMsgId }
  if (receipt.outcome === 'accepted') return jsonLine({ ...common, id: receipt.msgId })
  if (receipt.outcome === 'unknown') return jsonLine({ ...common, reason: receipt.reason })
  return jsonLine({
    ...common,
    ...(receipt.code === undefined ? {} : { code: receipt.code }),
    reason: receipt.reason,
  })
}

function refusal(key: string | null, reason: string, failed?: Failure): string {
  const kind = failed === undefined ? {} : { kind: failed.kind }
  const problem = failed?.kind === 'media' ? { problem: failed.detail.reason } : {}
  return jsonLine({ type: 'receipt', key, outcome: 'refused', ...kind, ...problem, reason })
}

/** The receipt of a send that a stop has caught; undefined where it is certain that nothing is sent. */
function cutShort(key: string | null, failed: Failure, keeps: boolean): string | undefined {
  if (failed.kind !== 'stopped' || failed.detail.fate === undefined) return undefined
  const receipt = { type: 'receipt', key, outcome: 'unknown', kind: failed.kind }
  if (failed.detail.fate === 'kept')
    return keeps
      ? jsonLine({
          ...receipt,
          kept: true,
          reason: 'the bot stopped before its turn came: it is sent at the next start',
        })
      : jsonLine({ ...receipt, outcome: 'refused', reason: 'the bot stopped before its turn came: it is not sent' })
  const later = keeps ? ', or be tried again at the next start' : ''
  return jsonLine({ ...receipt, reason: `the bot stopped while it was on its way: it may have arrived${later}` })
}

type ParsedCommand =
  | { readonly type: 'send'; readonly to: string; readonly wish: Wish; readonly key?: string }
  | { readonly type: 'reply'; readonly id: string; readonly wish: Wish; readonly key?: string }
  | { readonly type: 'revoke'; readonly what: string; readonly to?: string; readonly key?: string }
  | { readonly type: 'contacts'; readonly wanted: ContactsWanted }
  | { readonly type: 'operate'; readonly operation: OperationCommand }
  | FileCommand
  | { readonly type: 'ack' | 'nack'; readonly id: string }
  | { readonly type: 'bad'; readonly key: string | null; readonly why: string }

const bad = (why: string, key: string | null = null): ParsedCommand => ({ type: 'bad', key, why })

const usage =
  'write {"send":{"to":…,"text":…}}, {"reply":{"id":…,"text":…}} or {"revoke":{"key":…}}; or "contacts", "download", "avatar", "operate", "ack" or "nack"'

const names = ['send', 'reply', 'revoke', 'contacts', 'download', 'avatar', 'operate', 'ack', 'nack']

export function parseCommand(line: string): ParsedCommand {
  if (line === tooLong) return bad('this line is too long for a command')
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return bad(`this line is not JSON; ${usage}`)
  }
  if (!isRecord(value)) return bad(usage)
  const given = names.filter((name) => value[name] !== undefined)
  if (given.length > 1) return bad(`one command a line, not ${given.map((name) => `"${name}"`).join(' and ')}`)
  const { send, reply, revoke, contacts, download, avatar, operate } = value
  const acked = idOf(value.ack)
  if (acked !== undefined) return { type: 'ack', id: acked }
  const nacked = idOf(value.nack)
  if (nacked !== undefined) return { type: 'nack', id: nacked }
  const wanted = readContactsWanted(contacts)
  if (wanted !== undefined) return { type: 'contacts', wanted }
  if (isRecord(operate)) return operationCommand(operate)
  if (isRecord(send)) return sendCommand('send', send)
  if (isRecord(reply)) return sendCommand('reply', reply)
  if (isRecord(revoke)) return revokeCommand(revoke)
  if (isRecord(download)) return fileCommand('download', download)
  if (isRecord(avatar)) return fileCommand('avatar', avatar)
  return bad(usage)
}

function sendCommand(type: 'send' | 'reply', fields: Readonly<Record<string, unknown>>): ParsedCommand {
  const key = idOf(fields.key)
  if (key === undefined && isOdd(fields.key)) return bad(`"key" of "${type}" is a text, which its receipt is known by`)
  const whom = idOf(type === 'send' ? fields.to : fields.id)
  if (whom === undefined) return bad(`"${type}" needs ${type === 'send' ? '"to"' : '"id"'}`, key ?? null)
  const wish = readWish(fields, key)
  if (typeof wish === 'string') return bad(`"${type}" ${wish}`, key ?? null)
  const known = key === undefined ? {} : { key }
  return type === 'send' ? { type, to: whom, wish, ...known } : { type, id: whom, wish, ...known }
}

function operationCommand(fields: Readonly<Record<string, unknown>>): ParsedCommand {
  const operation = readOperation(fields)
  return typeof operation === 'string' ? bad(operation) : { type: 'operate', operation }
}

function fileCommand(type: 'download' | 'avatar', fields: Readonly<Record<string, unknown>>): ParsedCommand {
  const command = readFileCommand(type, fields)
  return typeof command === 'string' ? bad(command) : command
}

function revokeCommand(fields: Readonly<Record<string, unknown>>): ParsedCommand {
  const what = idOf(fields.id) ?? idOf(fields.msgId) ?? idOf(fields.key)
  const key = idOf(fields.key)
  const to = idOf(fields.to)
  if (what === undefined) return bad('"revoke" needs the "key" of a send, or "id" and "to"')
  return { type: 'revoke', what, ...(to === undefined ? {} : { to }), ...(key === undefined ? {} : { key }) }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** It is there, and nothing that an answer could be known by. */
const isOdd = (key: unknown): boolean => key !== undefined && key !== null && key !== ''

/** Keys and ids are strings; a number is taken as its digits. */
const idOf = (value: unknown): string | undefined => {
  if (typeof value === 'number') return `${value}`
  return typeof value === 'string' && value !== '' ? value : undefined
}
