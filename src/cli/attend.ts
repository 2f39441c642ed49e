import { ignoreElements, merge, type Observable, switchMap, tap } from 'rxjs'
import type { Bot, BotEvent, BotState, LikelyKnown, LogLevel } from 'rxwx'
import { drawQr } from 'rxwx'
import { inverted } from './inverted-qr.js'
import { isShown } from './log-of.js'
import { say } from './output.js'
import { visible } from './visible.js'

/** Shows on stderr what a person has to know: QR codes, where the login stands, and what goes wrong. */
export const attend = (bot: Bot, log: LogLevel | 'silent', isInverted: boolean): Observable<never> =>
  merge(
    bot.qr$.pipe(
      switchMap((qr) =>
        drawQr(qr.text).pipe(
          tap((drawing) =>
            say(
              `${isInverted ? inverted(drawing) : drawing}\nScan with WeChat (code ${qr.attempt}): ${visible(qr.text)}`,
            ),
          ),
        ),
      ),
    ),
    bot.state$.pipe(tap((state) => tellState(state, log === 'silent'))),
    bot.events$.pipe(tap((event) => tellEvent(event, log))),
  ).pipe(ignoreElements())

function tellState(state: BotState, quiet: boolean): void {
  const line = stateLine(state)
  if (line !== undefined && !quiet) say(line)
}

function stateLine(state: BotState): string | undefined {
  switch (state.type) {
    case 'resuming':
      return 'resuming the stored session …'
    case 'confirming':
      return 'please confirm the login on your phone …'
    case 'scanned':
      return 'scanned; please confirm on your phone …'
    case 'entering':
      return 'confirmed; logging in …'
    case 'online':
      return `online as ${visible(state.self.name)}`
    case 'offline':
      return `not reachable, trying again: ${visible(state.problem)}`
    case 'kicked':
      return `WeChat ended the session (${state.code}) and does not say why`
    case 'loggedOut':
      return 'logged out'
    case 'idle':
    case 'qr':
    case 'stopped':
      return undefined
  }
}

function tellEvent(event: BotEvent, log: LogLevel | 'silent'): void {
  const line = isShown(grave.has(event.type) ? 'error' : 'warn', log) ? eventLine(event) : undefined
  if (line !== undefined) say(line)
}

/** Work that was not done and will not be. */
const grave: ReadonlySet<BotEvent['type']> = new Set(['deadLetter', 'commandRefused', 'behaviourFailed', 'crashed'])

function eventLine(event: BotEvent): string | undefined {
  switch (event.type) {
    case 'trouble':
      return `trouble (attempt ${event.attempt}): ${visible(event.failure.message)}`
    case 'sessionLost':
      return `the session was lost: ${visible(event.failure.message)}`
    case 'refusedOnce':
      return `${visible(event.failure.message)}; trying the other profile once`
    case 'gap':
      return `messages may be missing: ${visible(event.reason)}`
    case 'partialBook':
      return `the address book could not be read in full, ${event.known} contacts are known: ${visible(event.failure.message)}`
    case 'skipped':
      return `${event.count} entries of a batch were no messages`
    case 'rateLimited':
      return `WeChat says "too often"; ${event.lane === undefined ? 'sending' : `work on ${event.lane}`} pauses for ${Math.round(event.pause / 1_000)} s`
    case 'deadLetter':
      return `dead letter (${event.letter.consumer}, message ${event.letter.id}): ${visible(event.letter.reason)}`
    case 'commandRefused':
      return `a Command of ${visible(event.consumer)} (message ${event.id}) was not carried out: ${visible(event.failure.message)}`
    case 'ambiguous':
      return `${visible(event.id)} may be ${event.candidates.map(visible).join(' or ')}; settle it with "rxwx identities bind"`
    case 'likely':
      return likelyLine(event)
    case 'idChanged':
      return `${visible(event.from)} is ${visible(event.to)} from now on${event.name === '' ? '' : ` (${visible(event.name)})`}`
    case 'loopBroken':
      return `two bots talking? too many answers to ${visible(event.conversation)}; it gets none for ${Math.round(event.pause / 1_000)} s`
    case 'overlap':
      return `handler ${event.consumer} did not stop at its deadline (message ${event.id}); the next try runs beside it`
    case 'crashed':
      return `a defect in rxwx (${event.actor}): ${visible(String(event.error))}; please report it`
    case 'behaviourFailed':
      if (event.isCommand)
        return `a Command of a behaviour (${visible(event.name) || 'without a name'}) was not carried out: ${visible(String(event.error))}`
      return `a behaviour (${visible(event.name) || 'without a name'}) failed${event.attempt === undefined ? ' and was stopped' : ''}: ${visible(String(event.error))}`
    case 'kicked':
    case 'loggedIn':
    case 'receipt':
      return undefined
  }
}

function likelyLine({ id, name, candidate, candidateName, by, isTaken }: LikelyKnown): string {
  const known = `${visible(candidate)} (${visible(candidateName)})`
  if (isTaken) return `${visible(name)} is taken for ${known}: only the ${by} says so`
  return `${visible(id)} (${visible(name)}) is likely ${known}: only the ${by} says so; settle it with "rxwx identities bind ${visible(id)} ${visible(candidate)}"`
}
