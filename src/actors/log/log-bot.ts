import { auditTime, EMPTY, filter, merge, type Observable, scan, tap } from 'rxjs'
import { type Failure, isFailure } from '../../errors.js'
import type { BotEvent, BotState } from '../bot-state.js'
import type { Env, LogLevel } from '../env.js'
import { describeEvent, levelOf } from './describe-event.js'
import { errorFields, failureFields } from './failure-fields.js'
import { isOn } from './is-on.js'

type Fields = Readonly<Record<string, string | number | boolean>>
type Line = readonly [level: LogLevel, fields: Fields]

/** Sends are summed up in a line at most this often (ms). */
const summaryEvery = 10_000

/** What happens to a bot, as lines of the log. `error` and `warn`: what went wrong; `debug`: each send. */
export const logEvents = ({ log }: Env, events$: Observable<BotEvent>): Observable<unknown> =>
  events$.pipe(tap((event) => (log.words === undefined ? write(log, event.type, lineOf(event)) : say(log, event))))

/** Where the login and the session stand, and how many sends ended how: lines of the level `info`. */
export function logStates(
  { log, scheduler }: Env,
  state$: Observable<BotState>,
  events$: Observable<BotEvent>,
): Observable<unknown> {
  const states$ = state$.pipe(tap((state) => write(log, 'state', ['info', stateFields(state)])))
  const sends$ = events$.pipe(
    filter((event) => event.type === 'receipt'),
    scan((sum, { receipt }) => ({ ...sum, [receipt.outcome]: sum[receipt.outcome] + 1 }), {
      accepted: 0,
      refused: 0,
      unknown: 0,
    }),
    auditTime(summaryEvery, scheduler),
    tap((sum) => write(log, 'sends', ['info', sum])),
  )
  return isOn(log, 'info') ? merge(states$, sends$) : EMPTY
}

function write(log: Env['log'], event: string, [level, fields]: Line): void {
  if (isOn(log, level)) log(level, event, fields)
}

function say(log: Env['log'], event: BotEvent): void {
  const line = describeEvent(event)
  if (line !== undefined) log.words?.(levelOf(event), line)
}

/** The last line of a bot: why it has stopped. */
export function logEnd({ log }: Env, why: Failure | undefined): void {
  if (why !== undefined && log.words !== undefined) log.words('error', `stopped: ${why.message}`)
  else if (why === undefined) log('info', 'stopped')
  else log('error', 'stopped', failureFields(why))
}

function stateFields(state: BotState): Fields {
  switch (state.type) {
    case 'qr':
      return { state: 'qr', attempt: state.qr.attempt }
    case 'offline':
      return { state: 'offline', problem: state.problem }
    case 'kicked':
      return { state: 'kicked', code: state.code, waiting: state.waiting }
    default:
      return { state: state.type }
  }
}

function lineOf(event: BotEvent): Line {
  switch (event.type) {
    case 'trouble':
      return ['warn', { attempt: event.attempt, ...failureFields(event.failure) }]
    case 'sessionLost':
    case 'refusedOnce':
      return ['warn', failureFields(event.failure)]
    case 'partialBook':
      return ['warn', { known: event.known, ...failureFields(event.failure) }]
    case 'kicked':
      return ['warn', { code: event.code }]
    case 'gap':
      return ['warn', { problem: event.reason }]
    case 'skipped':
      return ['warn', { count: event.count }]
    case 'rateLimited':
      return ['warn', { pause: event.pause, ...(event.lane === undefined ? {} : { lane: event.lane }) }]
    case 'ambiguous':
      return ['warn', { id: event.id, candidates: event.candidates.length }]
    case 'likely':
      return ['warn', { id: event.id, candidate: event.candidate, by: event.by, isTaken: event.isTaken }]
    case 'idChanged':
      return ['info', { from: event.from, to: event.to }]
    case 'loopBroken':
      return ['warn', { conversation: event.conversation, pause: event.pause }]
    case 'overlap':
      return ['warn', { consumer: event.consumer, id: event.id, attempt: event.attempt }]
    case 'handlerFailed':
      return [
        'warn',
        { consumer: event.consumer, id: event.id, attempt: event.attempt, ...errorFields(event.error, isFailure) },
      ]
    case 'waitingForRoom':
      return ['warn', { consumer: event.consumer }]
    case 'deadLetter':
      return ['error', { consumer: event.letter.consumer, id: event.letter.id, attempts: event.letter.attempts }]
    case 'commandRefused':
      return ['error', { consumer: event.consumer, id: event.id, ...failureFields(event.failure) }]
    case 'behaviourFailed':
      return ['error', { name: event.name, ...errorFields(event.error, isFailure) }]
    case 'behaviourStopped':
      return ['error', { name: event.name, reason: event.reason, ...errorFields(event.error, isFailure) }]
    case 'crashed':
      return ['error', { actor: event.actor, ...errorFields(event.error, isFailure) }]
    case 'loggedIn':
      return ['info', { fresh: event.fresh }]
    case 'receipt':
      return receiptLine(event.receipt)
    case 'progress':
      return ['debug', { bytes: event.bytes, total: event.total }]
  }
}

function receiptLine(receipt: (BotEvent & { type: 'receipt' })['receipt']): Line {
  const { outcome, clientMsgId } = receipt
  if (outcome === 'accepted') return ['debug', { outcome, clientMsgId }]
  const code = outcome === 'refused' && receipt.code !== undefined ? { code: receipt.code } : {}
  return ['warn', { outcome, clientMsgId, ...code, problem: receipt.reason }]
}
