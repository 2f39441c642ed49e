import type { BotEvent } from '../bot-state.js'
import type { LogLevel } from '../env.js'

/**
 * What an event says, as one line for people; undefined for what is no news to them (a login, a
 * receipt of a send that was accepted, the progress of an upload). It may quote an error, and that
 * may quote what people wrote: escape control characters before a terminal shows it.
 *
 * @example
 * bot.events$.subscribe((event) => {
 *   const line = describeEvent(event)
 *   if (line !== undefined) console.error(line)
 * })
 */
export function describeEvent(event: BotEvent): string | undefined {
  switch (event.type) {
    case 'trouble':
      return `trouble (attempt ${event.attempt}): ${event.failure.message}`
    case 'sessionLost':
      return `the session was lost: ${event.failure.message}`
    case 'kicked':
      return `logged out on the phone or by another web login (${event.code})`
    case 'refusedOnce':
      return `${event.failure.message}; trying the other profile once`
    case 'gap':
      return `messages may be missing: ${event.reason}`
    case 'partialBook':
      return `the address book could not be read in full, ${event.known} contacts are known: ${event.failure.message}`
    case 'skipped':
      return `${event.count} entries of a batch were no messages`
    case 'receipt':
      return describeReceipt(event.receipt)
    case 'rateLimited':
      return `WeChat says "too often"; ${event.lane === undefined ? 'sending' : `work on ${event.lane}`} pauses for ${seconds(event.pause)}`
    case 'deadLetter':
      return `dead letter (${event.letter.consumer}, message ${event.letter.id}): ${event.letter.reason}`
    case 'commandRefused':
      return `a Command of ${event.consumer} (message ${event.id}) was not carried out: ${event.failure.message}`
    case 'ambiguous':
      return `${event.id} may be ${event.candidates.join(' or ')}; settle it with bot.bind or "rxwx identities bind"`
    case 'likely':
      return describeLikely(event)
    case 'idChanged':
      return `${event.from} is ${event.to} from now on${event.name === '' ? '' : ` (${event.name})`}`
    case 'loopBroken':
      return `two bots talking? too many answers to ${event.conversation}; it gets none for ${seconds(event.pause)}`
    case 'overlap':
      return `handler ${event.consumer} did not stop at its deadline (message ${event.id}); the next try runs beside it`
    case 'handlerFailed':
      return `handler ${event.consumer} failed (message ${event.id}, try ${event.attempt}): ${String(event.error)}`
    case 'waitingForRoom':
      return `the outbox is full: answers of ${event.consumer} wait for room`
    case 'crashed':
      return `a defect in rxwx (${event.actor}): ${String(event.error)}; please report it`
    case 'behaviourFailed':
      return describeFailed(event)
    case 'behaviourStopped':
      return `a behaviour (${event.name || 'without a name'}) was stopped: ${stopReasons[event.reason]}`
    case 'loggedIn':
    case 'progress':
      return undefined
  }
}

/**
 * How grave an event is. Work that was not done and will not be is an `error`; everything else is a `warn`.
 *
 * @example
 * bot.events$.pipe(filter((event) => levelOf(event) === 'error')).subscribe((event) => console.error(describeEvent(event)))
 */
export const levelOf = (event: BotEvent): LogLevel => (grave.has(event.type) ? 'error' : 'warn')

const grave: ReadonlySet<BotEvent['type']> = new Set(['deadLetter', 'behaviourFailed', 'behaviourStopped', 'crashed'])

const stopReasons = {
  atOnce: 'it failed before a message had come since its start',
  tooOften: 'it failed ten times in a minute',
  policy: 'its policy gave it up',
}

const seconds = (ms: number): string => `${Math.round(ms / 1_000)} s`

function describeReceipt(receipt: Extract<BotEvent, { readonly type: 'receipt' }>['receipt']): string | undefined {
  switch (receipt.outcome) {
    case 'accepted':
      return undefined
    case 'refused':
      return `a send to ${receipt.to} was refused${receipt.code === undefined ? '' : ` (${receipt.code})`}: ${receipt.reason}`
    case 'unknown':
      return `nobody knows whether a send to ${receipt.to} arrived: ${receipt.reason}`
  }
}

function describeFailed(event: Extract<BotEvent, { readonly type: 'behaviourFailed' }>): string {
  const { name, error, message } = event
  const who = name === '' ? 'without a name' : name
  if (event.isCommand === true) return `a Command of a behaviour (${who}) was not carried out: ${String(error)}`
  const at = message === undefined ? '' : ` at message ${message.id}`
  return `a behaviour (${who}) failed${at}: ${String(error)}`
}

function describeLikely(event: Extract<BotEvent, { readonly type: 'likely' }>): string {
  const { id, name, candidate, candidateName, by, isTaken } = event
  const known = `${candidate} (${candidateName})`
  if (isTaken) return `${name} is taken for ${known}: only the ${by} says so`
  return `${id} (${name}) is likely ${known}: only the ${by} says so; settle it with "rxwx identities bind ${id} ${candidate}"`
}
