import { createInterface } from 'node:readline'
import {
  asyncScheduler,
  concat,
  concatMap,
  defer,
  delay,
  EMPTY,
  finalize,
  from,
  fromEvent,
  ignoreElements,
  merge,
  Observable,
  of,
  switchMap,
  take,
  takeUntil,
  tap,
  timer,
} from 'rxjs'
import { type Bot, createBot, drawQr, type Message } from 'rxwx'
import { createWorld, type Server, smallCast, startServer, type World } from 'rxwx/emulator'
import { dingDong } from './ding-dong.js'
import { keywordBot } from './keyword-bot.js'
import { roomGreeter } from './room-greeter.js'

const interactive = process.argv.includes('--interactive')
const colours = process.stdout.isTTY === true && process.env.NO_COLOR === undefined

const paint = (code: number, text: string): string => (colours ? `\u001b[${code}m${text}\u001b[0m` : text)
const tell = (text: string): void => console.log(paint(2, text))
const show = (who: string, colour: number, text: string): void =>
  console.log(`${paint(colour, who.padStart(14))}  ${text}`)

/** Who says what, and how long the story waits before it. */
const story = (world: World): Observable<unknown> =>
  from([
    step(600, 'Alice writes to the bot.', () => world.person('alice').say('bot', 'ding')),
    step(900, 'Alice tries a command with arguments.', () => world.person('alice').say('bot', '/add 19 23')),
    step(900, 'Carol is invited into the room 午饭.', () => world.room('lunch').add('carol', 'bob')),
    step(900, 'Bob talks in that room.', () => world.person('bob').sayIn('lunch', '/echo "two words" 🍜')),
    step(900, 'The connection breaks three times, and a message arrives meanwhile.', () => {
      world.fault({ name: 'reset', endpoint: 'synccheck', times: 1 })
      world.fault({ name: 'http-502', endpoint: 'webwxsync', times: 2 })
      return world.person('alice').say('bot', 'DING')
    }),
    step(4_500, 'The session expires on the server: it is resumed, and nothing is lost.', () => {
      world.fault({ name: 'retcode-1102', endpoint: 'synccheck', times: 1 })
      return world.person('bob').say('bot', 'ding')
    }),
    step(2_500, '', () => {}),
  ]).pipe(concatMap((one$) => one$))

/** MsgIds of everything that somebody said to the bot. */
const said = new Set<string>()

const step = (wait: number, title: string, act: () => unknown): Observable<unknown> =>
  timer(wait).pipe(
    tap(() => {
      if (title !== '') tell(`\n${title}`)
      const msgId = act()
      if (typeof msgId === 'string') said.add(msgId)
    }),
  )

/** The emulated phone: a person would take a moment, too. */
const phone = (bot: Bot, world: World): Observable<unknown> =>
  bot.qr$.pipe(
    take(1),
    switchMap((qr) => drawQr(qr.text).pipe(tap((drawing) => console.log(`${drawing}\n${qr.text}`)))),
    delay(1_200),
    tap(() => world.phone().scan()),
    delay(900),
    tap(() => world.phone().confirm()),
  )

const nameIn = (world: World, id: string): string => world.persons.get(id)?.nickName ?? world.rooms.get(id)?.topic ?? id

function conversation(bot: Bot, world: World): Observable<unknown> {
  const shown = new Set<string>()
  const sentLines = (): void => {
    for (const { msgId, to, text } of world.sent())
      if (!shown.has(msgId)) {
        shown.add(msgId)
        show(`bot → ${nameIn(world, to)}`, 32, text)
      }
  }
  return merge(
    bot.state$.pipe(tap((state) => tell(`· ${state.type}${state.type === 'online' ? ` as ${state.self.name}` : ''}`))),
    bot.messages$.pipe(
      tap((message) => show(speaker(message), 36, 'text' in message ? String(message.text) : `(${message.type})`)),
    ),
    bot.events$.pipe(
      tap((event) => {
        if (event.type === 'trouble') tell(`· trouble, trying again: ${event.failure.message}`)
        if (event.type === 'receipt') sentLines()
      }),
    ),
  )
}

const speaker = ({ from: { name }, room }: Message): string => (room === undefined ? name : `${name} [${room.name}]`)

/** One types as Alice, until Ctrl-C. The end of stdin is not the end: what was typed is still to be answered. */
const conversationOfMine = (world: World): Observable<unknown> =>
  defer(() => {
    tell('\nNow you are Alice: type, and press return. Try ding, /add 1 2 3, /help. Ctrl-C ends it.')
    return new Observable(() => {
      const reader = createInterface({ input: process.stdin })
      reader.on('line', (line) => {
        if (line.trim() !== '') said.add(world.person('alice').say('bot', line))
      })
      reader.on('close', () => tell('That was all of your input; the bot goes on. Ctrl-C ends it.'))
      return () => reader.removeAllListeners('close').close()
    })
  })

/** What was said to the bot, as the emulator knows it, against what the bot was handed. */
function summary(received: readonly Message[], world: World): void {
  const sent = world.sent()
  const ids = new Set(received.map(({ id }) => id))
  const lost = [...said].filter((id) => !ids.has(id)).length
  tell('\nThat was it:')
  console.log(
    `  ${received.length} messages received and ${sent.length} answers sent, over ${world.exchanges.list().length} HTTP exchanges.`,
  )
  console.log(
    `  Broken on the way: ${world.exchanges.list().filter(({ fault }) => fault !== undefined).length} exchanges. Lost: ${lost}. Handed out twice: ${received.length - ids.size}.`,
  )
  tell('\nWhere to go next:')
  console.log('  examples/ding-dong.ts           the first of the three bots that you have just seen')
  console.log('  npm start -- --interactive      talk to them yourself')
  console.log('  npx rxwx emulate --port 8080    the offline WeChat on its own')
  console.log('  README.md                       how to write yours')
}

function play(server: Server, world: World): Observable<unknown> {
  tell(`An offline WeChat listens on ${server.origin}. No account is needed, nothing leaves this machine.\n`)
  // The story tells of each fault itself.
  const bot = createBot({ server: server.origin, pace: 'off', log: 'silent' })
  for (const behaviour of [dingDong, keywordBot, roomGreeter]) bot.use(behaviour)
  const received: Message[] = []
  const online$ = bot.state$.pipe(
    switchMap((state) => (state.type === 'online' ? of(state) : EMPTY)),
    take(1),
  )
  const plot$ = online$.pipe(switchMap(() => concat(story(world), interactive ? conversationOfMine(world) : EMPTY)))
  const asked$ = merge(fromEvent(process, 'SIGINT'), fromEvent(process, 'SIGTERM'))
  const ended$ = merge(
    plot$.pipe(ignoreElements(), (source$) => concat(source$, of(undefined))),
    asked$,
  ).pipe(take(1))
  return merge(
    conversation(bot, world),
    phone(bot, world),
    bot.messages$.pipe(tap((message) => received.push(message))),
    bot.done$,
    defer(() => {
      bot.start()
      return EMPTY
    }),
  ).pipe(
    takeUntil(ended$),
    finalize(() => {
      bot.stop()
      server.close()
      summary(received, world)
    }),
  )
}

/** Without names that only the account has for them, so that everybody has one name in what is shown. */
const persons = smallCast.persons.map(({ remarkName: _, ...person }) => person)

const world = createWorld({ ...smallCast, persons, scheduler: asyncScheduler })
startServer(world)
  .pipe(switchMap((server) => play(server, world)))
  .subscribe({
    error: (error: unknown) => {
      console.error(error instanceof Error ? error.message : error)
      process.exitCode = 1
    },
  })
