import { openSync, writeSync } from 'node:fs'
import { concat, delay, EMPTY, firstValueFrom, ignoreElements, map, type Observable, of, tap, timer } from 'rxjs'
import { createBotIn } from '../../../src/bot.js'
import { levelStore } from '../../../src/edge/level-store.js'
import { type Command, type Handler, type HandlerContext, type Message, reply } from '../../../src/index.js'
import { realmOf } from '../../../src/protocol/realm.js'
import { answersTo, kindOf } from './answers.js'
import type { CrashPoint } from './crash-point.js'
import { fatalEnv } from './fatal-env.js'

/** A bot that answers, writes down what it is given, and ends itself with SIGKILL when it reaches a point for the n-th time. */
const [server = '', path = '', journal = '', point = '', nth = '1'] = process.argv.slice(2)
const book = openSync(journal, 'a')
let left = Number(nth)

const reached = (where: CrashPoint): void => {
  if (where !== point) return
  left -= 1
  if (left === 0) process.kill(process.pid, 'SIGKILL')
}

const handler: Handler = (message, context) => {
  if (message.type !== 'text') return EMPTY
  writeSync(book, `${message.id}\n`)
  reached('in the handler')
  const commands = answersTo(message.text).map((text) => reply(message, text))
  const kind = kindOf(message.text)
  if (kind === 'parts') return inParts(commands, context)
  return kind === 'late' ? late(message, commands) : commands
}

const late = (_: Message, commands: readonly Command[]): Observable<readonly Command[]> =>
  of(commands).pipe(
    delay(5),
    tap(() => reached('in the handler')),
  )

/** All but the last are settled before the handler ends. */
const inParts = (commands: readonly Command[], { settle }: HandlerContext): Observable<readonly Command[]> =>
  concat(
    ...commands.slice(0, -1).map((command) =>
      timer(2).pipe(
        tap(() => settle.part(command)),
        ignoreElements(),
      ),
    ),
    timer(2).pipe(map(() => commands.slice(-1))),
  )

const bot = createBotIn(fatalEnv(await firstValueFrom(levelStore(path)), reached), {
  realm: realmOf(server),
  profile: 'web',
  pace: 'off',
  qrAttempts: 5,
  relogin: 'ask',
  giveUp: 0,
  loop: 'off',
  backlog: 'deliver',
  include: 'others',
})
bot.handle('answer', handler)
/** A second consumer, slow and out of order: the first one must not notice. */
let delivered = 0
bot.deliveries('archive').subscribe(({ ack }) => {
  delivered += 1
  setTimeout(ack, delivered % 3 === 0 ? 0 : delivered % 3 === 1 ? 30 : 120)
})
bot.state$.subscribe(({ type }) => process.stdout.write(`${type}\n`))
bot.events$.subscribe((event) => {
  const isAccepted = event.type === 'receipt' && event.receipt.outcome === 'accepted'
  if (!isAccepted && event.type !== 'loggedIn' && event.type !== 'trouble') console.error(JSON.stringify(event))
})
bot.done$.subscribe({
  error: (error: Error) => {
    console.error(error.message)
    process.exitCode = 1
  },
})
bot.start()
