import { type BotOptions, createBotIn } from '../bot.js'
import { toughCookies } from '../edge/cookies.js'
import { createWorld, emulatorHttp, type Fault, type Sent, type World, type WorldOptions } from '../emulator/index.js'
import {
  type Behaviour,
  type Bot,
  type BotEvent,
  type BotState,
  defaultLoopLimit,
  type Env,
  type Message,
  memoryStore,
  type Store,
} from '../index.js'
import { type FilesInMemory, memoryFiles } from './memory-files.js'
import { createTrace } from './trace.js'
import { createVirtualClock } from './virtual-clock.js'

/** The bot, the world around it and what survives. */
export interface TestBotOptions {
  /** Settings of the bot itself; `pace` is off unless given. */
  readonly bot?: Partial<BotOptions>
  /** The world around it: cast, settings of the server, seed. Its phone scans and confirms by itself unless told otherwise. */
  readonly world?: Omit<WorldOptions, 'scheduler'>
  /** Registers handlers, dialogues and deliveries: it is called before the bot starts. */
  readonly prepare?: (bot: Bot) => void
  /** What survives: give the store of an earlier bot to play a restart. Default: memory of its own. */
  readonly store?: Store
  /** Paths and bytes that the bot may send; what it saves is put there. Default: none. */
  readonly files?: FilesInMemory
  /** Another way to the network, to look at it, to record it or to put a record in its place. Default: that of the world. */
  readonly wire?: (http: Env['http'], clock: TestBot['clock']) => Env['http']
  /** A world that exists already, with its clock at work. */
  readonly in?: Pick<TestBot, 'world' | 'clock' | 'advance'>
}

/** A whole bot on an offline WeChat in virtual time: nothing waits, and the same seed gives the same trace. */
export interface TestBot {
  /** The bot, online. */
  readonly bot: Bot
  /** The offline WeChat that it is logged in to. */
  readonly world: World
  /** The clock of both: `advance` lets time pass. */
  readonly clock: ReturnType<typeof createVirtualClock>
  /** Lets time pass. */
  readonly advance: (ms: number) => void
  /** Somebody writes to the bot; whoever is not known yet becomes a friend. Then five seconds pass. */
  readonly says: (person: string, text: string) => void
  /** Somebody writes in a room with the bot; a room that is not there yet is made. Then five seconds pass. */
  readonly saysIn: (room: string, person: string, text: string) => void
  /** What the bot was handed, oldest first. */
  readonly messages: readonly Message[]
  /** What was in `events$`, oldest first. */
  readonly events: readonly BotEvent[]
  /** What was in `state$`, oldest first. */
  readonly states: readonly BotState[]
  /** What the bot logged, at every level. */
  readonly logged: readonly (readonly unknown[])[]
  /** What the server took from the bot, oldest first. */
  readonly sent: () => readonly Sent[]
  /** The texts that a person, a room or `filehelper` got. */
  readonly sentTo: (whom: string) => readonly string[]
  /** The texts that somebody, or a room, got since they last spoke (through `says` and `saysIn`). */
  readonly answersTo: (whom: string) => readonly string[]
  /**
   * Something goes wrong on purpose: one of `faultNames`, with a number in place of `<n>`; once, unless told otherwise. Answers what takes it back.
   * Throws an `argument` failure for a name that is none.
   */
  readonly fault: (name: string, how?: Omit<Fault, 'name'>) => () => void
  /**
   * All that happened so far, a line each, with its time: states, messages, events, requests and sends. The same seed and the same story give the same
   * lines.
   */
  readonly trace: () => readonly string[]
}

/** How long the bot is given to react to what somebody says (ms). */
const reaction = 5_000

/**
 * Starts a bot with these behaviours and logs it in. It is online when this returns, and no real time has passed.
 *
 * @example
 * const test = testBot((messages$) => messages$.pipe(hears(/^ding$/i), map((message) => reply(message, 'dong'))))
 * test.says('Alice', 'ding')
 * console.log(test.sentTo('Alice')) // [ 'dong' ]
 */
export function testBot(behaviours: Behaviour | readonly Behaviour[], options: TestBotOptions = {}): TestBot {
  const clock = options.in?.clock ?? createVirtualClock()
  const world = options.in?.world ?? createWorld({ phone: 'auto', ...options.world, scheduler: clock.scheduler })
  const messages: Message[] = []
  const events: BotEvent[] = []
  const states: BotState[] = []
  const logged: (readonly unknown[])[] = []
  const http = options.wire === undefined ? emulatorHttp(world) : options.wire(emulatorHttp(world), clock)
  const bot = createBotIn(
    {
      http,
      files: memoryFiles(http, options.files ?? new Map()),
      cookies: toughCookies(clock.now),
      store: options.store ?? memoryStore(),
      scheduler: clock.scheduler,
      random: () => 0.5,
      log: (...line) => logged.push(line),
    },
    {
      realm: { type: 'wechat' },
      profile: 'web',
      pace: 'off',
      qrAttempts: 5,
      relogin: 'ask',
      giveUp: 600_000,
      loop: defaultLoopLimit,
      backlog: 'deliver',
      include: 'others',
      ...options.bot,
    },
  )
  bot.messages$.subscribe((message) => messages.push(message))
  bot.events$.subscribe((event) => events.push(event))
  bot.state$.subscribe((state) => states.push(state))
  const account = world.accounts.keys().next().value ?? 'bot'
  const trace = createTrace(bot, world, account, clock)
  for (const behaviour of typeof behaviours === 'function' ? [behaviours] : behaviours) bot.use(behaviour)
  options.prepare?.(bot)
  bot.start()
  clock.advance(reaction)

  /** How many had been sent when somebody spoke last. */
  const spoken = new Map<string, number>()
  const known = (person: string): void => {
    if (!world.persons.has(person)) world.addPerson({ id: person })
  }
  return {
    bot,
    world,
    clock,
    advance: clock.advance,
    says: (person, text) => {
      known(person)
      spoken.set(person, world.sent(account).length)
      world.person(person).say(account, text)
      clock.advance(reaction)
    },
    saysIn: (room, person, text) => {
      known(person)
      if (!world.rooms.has(room)) world.addRoom({ id: room, topic: room, members: [account, person] })
      spoken.set(room, world.sent(account).length)
      world.person(person).sayIn(room, text)
      clock.advance(reaction)
    },
    messages,
    events,
    states,
    logged,
    sent: () => world.sent(account),
    sentTo: (whom) =>
      world
        .sent(account)
        .filter(({ to }) => to === whom)
        .map(({ text }) => text),
    answersTo: (whom) =>
      world
        .sent(account)
        .slice(spoken.get(whom) ?? 0)
        .filter(({ to }) => to === whom)
        .map(({ text }) => text),
    fault: (name, how = {}) => world.fault({ ...how, name }),
    trace,
  }
}
