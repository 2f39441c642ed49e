import { filter, ignoreElements, merge, type Observable, switchMap, tap } from 'rxjs'
import type { Bot, BotEvent, BotState, LogLevel } from 'rxwx'
import { describeEvent, drawQr, levelOf } from 'rxwx'
import { inverted } from './inverted-qr.js'
import { isShown } from './log-of.js'
import { say } from './output.js'
import { visible } from './visible.js'

/**
 * Shows on stderr what a person has to know: QR codes, where the login stands, and what goes wrong.
 * The state says that the account was logged out. `printsReceipts`: the command itself says how its
 * sends end. `isInverted`: for a light terminal.
 */
export const attend = (
  bot: Bot,
  log: LogLevel | 'silent',
  isInverted: boolean,
  printsReceipts: boolean,
): Observable<never> =>
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
    bot.events$.pipe(
      filter(({ type }) => type !== 'kicked' && !(type === 'receipt' && printsReceipts)),
      tap((event) => tellEvent(event, log)),
    ),
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
  const line = isShown(levelOf(event), log) ? describeEvent(event) : undefined
  if (line !== undefined) say(visible(line))
}
