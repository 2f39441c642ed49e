import {
  defer,
  EMPTY,
  filter,
  ignoreElements,
  interval,
  map,
  merge,
  mergeMap,
  type Observable,
  of,
  race,
  tap,
  timer,
} from 'rxjs'
import type { Bot } from 'rxwx'
import { type AckWindow, createAckWindow } from './ack-window.js'
import { isColoured } from './coloured.js'
import { jsonLine } from './json-line.js'
import { linesOf, notUtf8 } from './lines-of.js'
import { createListenerCommands, type ListenerCommands } from './listener-commands.js'
import { isShown } from './log-of.js'
import { heldByBot } from './look.js'
import { messageJson } from './message-json.js'
import { messageLine } from './message-line.js'
import { exit, print, say } from './output.js'
import { run, type Work } from './run.js'
import { serveCommands } from './serve-commands.js'
import { type GlobalOptions, largestWindow, settingsOf } from './settings.js'
import { visible } from './visible.js'

export interface ListenOptions extends GlobalOptions {
  readonly json?: true
  readonly all?: true
  /** The reader acknowledges each message on stdin. */
  readonly ack?: true
  /** How many messages the reader may have without an acknowledgement. */
  readonly window?: number
  /** How long each may wait for it (ms). */
  readonly ackTimeout?: number
  readonly backlog?: 'deliver' | 'skip'
}

/** A stop lets sends that are under way finish for this long (ms). */
const drainPatience = 1_500

/** `rxwx listen`: messages on stdout, commands on stdin, for as long as it is let. */
export function listen(options: ListenOptions): void {
  const problem = problemWith(options)
  if (problem !== undefined) {
    say(`rxwx: ${problem}`)
    return exit(2)
  }
  const settings = {
    ...settingsOf(options),
    include: options.all ? ('all' as const) : ('others' as const),
    backlog: options.backlog ?? 'deliver',
  }
  run(settings, (bot) => listening(bot, options))
}

/** The reader's acknowledgements are lines of JSON, too. */
function problemWith({ ack, json, window, ackTimeout }: ListenOptions): string | undefined {
  if (ack && !json) return '--ack goes with --json'
  if (!ack && window !== undefined) return '--window goes with --ack'
  return !ack && ackTimeout !== undefined ? '--ack-timeout goes with --ack' : undefined
}

function listening(bot: Bot, options: ListenOptions): Work {
  const { window: size = largestWindow, ackTimeout: timeout = 0, log } = options
  const warn = (line: string): void => {
    if (isShown('warn', log)) say(`rxwx: ${visible(line)}`)
  }
  const window = options.ack ? createAckWindow({ size, timeout }, warn) : undefined
  const commands = createListenerCommands(bot, options.store !== undefined, window?.take, heldByBot(options))
  const printed$ = options.json ? printJson(bot, commands, size, window) : printLines(bot, commands)
  return {
    run$: merge(printed$, window?.run$ ?? EMPTY).pipe(ignoreElements()),
    answers$: merge(serveCommands(bot, commands, options), options.json ? answers(commands) : EMPTY),
    drained$: defer(() => drained(commands)),
  }
}

/** A durable consumer: a message is done with once stdout has taken it, or with `--ack` once its reader says so. */
const printJson = (bot: Bot, commands: ListenerCommands, size: number, window?: AckWindow): Observable<unknown> =>
  bot.deliveries('listen', window === undefined ? {} : { prefetch: size }).pipe(
    tap((delivery) => {
      const { message } = delivery
      commands.remember(message)
      window?.expect(delivery)
      const line = `${jsonLine(messageJson(message))}\n`
      process.stdout.write(line, (error) => {
        if (window === undefined && (error === null || error === undefined)) delivery.ack()
      })
    }),
  )

const printLines = (bot: Bot, commands: ListenerCommands): Observable<unknown> => {
  const coloured = isColoured({ isTTY: process.stdout.isTTY === true, env: process.env })
  return bot.messages$.pipe(
    tap((message) => {
      commands.remember(message)
      print(messageLine(message, coloured))
    }),
  )
}

/** One JSON command a line; the end of stdin is not the end of listening. */
const answers = (commands: ListenerCommands): Observable<never> =>
  linesOf(process.stdin, undefined, notUtf8).pipe(mergeMap(commands.handle), tap(print), ignoreElements())

const drained = (commands: ListenerCommands): Observable<unknown> =>
  commands.pending() === 0
    ? of(undefined)
    : race(
        timer(drainPatience),
        interval(20).pipe(
          map(() => commands.pending()),
          filter((pending) => pending === 0),
        ),
      )
