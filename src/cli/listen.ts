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
import { jsonLine } from './json-line.js'
import { linesOf } from './lines-of.js'
import { createListenerCommands, type ListenerCommands } from './listener-commands.js'
import { messageJson } from './message-json.js'
import { messageLine } from './message-line.js'
import { exit, print, say } from './output.js'
import { run, type Work } from './run.js'
import { serveCommands } from './serve-commands.js'
import { type GlobalOptions, settingsOf } from './settings.js'

export interface ListenOptions extends GlobalOptions {
  readonly json?: true
  readonly all?: true
  /** The reader acknowledges each message on stdin. */
  readonly ack?: true
  readonly backlog?: 'deliver' | 'skip'
}

/** A stop lets sends that are under way finish for this long (ms). */
const drainPatience = 1_500

/** `rxwx listen`: messages on stdout, commands on stdin, for as long as it is let. */
export function listen(options: ListenOptions): void {
  if (options.ack && !options.json) {
    say('rxwx: --ack goes with --json')
    return exit(2)
  }
  const settings = {
    ...settingsOf(options),
    include: options.all ? ('all' as const) : ('others' as const),
    backlog: options.backlog ?? 'deliver',
  }
  run(settings, (bot) => listening(bot, options))
}

function listening(bot: Bot, options: ListenOptions): Work {
  const commands = createListenerCommands(bot, options.store !== undefined)
  const printed$ = options.json ? printJson(bot, commands, options.ack === true) : printLines(bot, commands)
  return {
    run$: printed$.pipe(ignoreElements()),
    answers$: merge(serveCommands(bot, commands, options), options.json ? answers(commands) : EMPTY),
    drained$: defer(() => drained(commands)),
  }
}

/** A durable consumer: a message is done with once stdout has taken it, or with `--ack` once its reader says so. */
const printJson = (bot: Bot, commands: ListenerCommands, byReader: boolean): Observable<unknown> =>
  bot.deliveries('listen').pipe(
    tap((delivery) => {
      const { message } = delivery
      commands.remember(message)
      if (byReader) commands.expect(delivery)
      const line = `${jsonLine(messageJson(message))}\n`
      process.stdout.write(line, (error) => {
        if (!byReader && (error === null || error === undefined)) delivery.ack()
      })
    }),
  )

const printLines = (bot: Bot, commands: ListenerCommands): Observable<unknown> => {
  const coloured = process.stdout.isTTY === true && process.env.NO_COLOR === undefined
  return bot.messages$.pipe(
    tap((message) => {
      commands.remember(message)
      print(messageLine(message, coloured))
    }),
  )
}

/** One JSON command a line; the end of stdin is not the end of listening. */
const answers = (commands: ListenerCommands): Observable<never> =>
  linesOf(process.stdin).pipe(mergeMap(commands.handle), tap(print), ignoreElements())

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
