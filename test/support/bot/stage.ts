import { type BotOptions, createBotIn } from '../../../src/bot.js'
import { toughCookies } from '../../../src/edge/cookies.js'
import { createWorld, emulatorHttp, type World, type WorldOptions } from '../../../src/emulator/index.js'
import {
  type Bot,
  type BotEvent,
  type BotState,
  type Env,
  type Message,
  memoryStore,
  type Saved,
  type Store,
} from '../../../src/index.js'
import { createVirtualClock, type VirtualClock } from '../../../src/testing/index.js'
import { type MortalStore, mortalStore } from './mortal-store.js'
import { type Pull, watchPulls } from './watch-pulls.js'

/** What somebody said, and where it can be heard. */
export interface Said {
  readonly id: string
  readonly chat: string
}

/** One process of a bot. */
export interface Run {
  readonly bot: Bot
  readonly store: MortalStore
  readonly messages: readonly Message[]
  readonly events: readonly BotEvent[]
  readonly states: readonly BotState[]
  /** Every pull that was answered readably. */
  readonly pulls: readonly Pull[]
  /** How `done$` ended; undefined while it has not. */
  readonly end: () => { readonly error?: unknown } | undefined
  /** The process is gone, as after SIGKILL: nothing more leaves it, into the store or the network. */
  readonly kill: () => void
}

export interface RunOptions {
  /** What survives; default: the stage's own store, so that the next run goes on where the last one ended. */
  readonly store?: Store
  readonly bot?: Partial<BotOptions>
  /** Before the start: handlers, deliveries, dialogues. */
  readonly prepare?: (bot: Bot, run: Run) => void
  /** Another way to the network, for tests that look at or cut the wire. */
  readonly wire?: (http: Env['http']) => Env['http']
  readonly startNow?: boolean
  /** Uniform in [0, 1); default: that of the stage. */
  readonly random?: () => number
}

/** An offline WeChat, a clock, a store, and as many bots one after the other as a test wants. */
export interface Stage {
  readonly world: World
  readonly clock: VirtualClock
  readonly store: Store
  readonly runs: readonly Run[]
  readonly said: readonly Said[]
  readonly advance: (ms: number) => void
  readonly run: (options?: RunOptions) => Run
  /** A friend or stranger writes to the account; answers the MsgId. */
  readonly say: (person: string, text: string) => string
  readonly sayIn: (room: string, person: string, text: string) => string
}

/** Uniform in [0, 1), the same for the same seed: mulberry32. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const defaults: BotOptions = {
  realm: { type: 'wechat' },
  profile: 'web',
  pace: 'off',
  qrAttempts: 5,
  relogin: 'ask',
  giveUp: 600_000,
  loop: 'off',
  backlog: 'deliver',
  include: 'others',
}

/** A log that nobody reads. */
const unread = Object.assign(() => {}, { isOn: () => false })

export function createStage(options: Omit<WorldOptions, 'scheduler'> = {}): Stage {
  const clock = createVirtualClock()
  const world = createWorld({ phone: 'auto', ...options, scheduler: clock.scheduler })
  const account = world.accounts.keys().next().value ?? 'bot'
  const shared = memoryStore()
  const random = seeded(options.seed?.length ?? 7)
  const runs: Run[] = []
  const said: Said[] = []
  const heard = (chat: string, id: string): string => {
    said.push({ id, chat })
    return id
  }
  return {
    world,
    clock,
    store: shared,
    runs,
    said,
    advance: clock.advance,
    say: (person, text) => heard(person, world.person(person).say(account, text)),
    sayIn: (room, person, text) => heard(room, world.person(person).sayIn(room, text)),
    run: (runOptions = {}) => {
      const run = play(world, clock, shared, runOptions.random ?? random, runOptions)
      runs.push(run)
      return run
    },
  }
}

function play(world: World, clock: VirtualClock, shared: Store, random: () => number, options: RunOptions): Run {
  const { wire = (http) => http, prepare, startNow = true } = options
  const store = mortalStore(options.store ?? shared)
  const watched = watchPulls(wire(emulatorHttp(world)), clock.now)
  const messages: Message[] = []
  const events: BotEvent[] = []
  const states: BotState[] = []
  let end: { readonly error?: unknown } | undefined
  const { scheduler } = clock
  const cookies = toughCookies(clock.now)
  const env: Env = { http: watched.http, cookies, store, scheduler, random, log: unread }
  const bot = createBotIn(env, { ...defaults, ...options.bot })
  const whileAlive =
    <T>(list: T[]) =>
    (one: T): void => {
      if (store.isAlive()) list.push(one)
    }
  bot.messages$.subscribe(whileAlive(messages))
  bot.events$.subscribe(whileAlive(events))
  bot.state$.subscribe(whileAlive(states))
  bot.done$.subscribe({
    error: (error: unknown) => {
      end = { error }
    },
    complete: () => {
      end = {}
    },
  })
  const run: Run = {
    bot,
    store,
    messages,
    events,
    states,
    pulls: watched.pulls,
    end: () => end,
    kill: () => {
      store.die()
      bot.stop()
    },
  }
  prepare?.(bot, run)
  if (startNow) bot.start()
  return run
}

/** What the next process would find. */
export function savedIn({ store }: Stage): Saved {
  const found: Saved[] = []
  store.load().subscribe((saved) => found.push(saved))
  const [saved] = found
  if (saved === undefined) throw new Error('the store did not answer')
  return saved
}

export const idsOf = (messages: readonly Message[]): readonly string[] => messages.map(({ id }) => id)

export const typesOf = (list: readonly { readonly type: string }[]): readonly string[] => list.map(({ type }) => type)

/** Each once, in the order of first appearance. */
export const first = <T>(list: readonly T[]): readonly T[] => [...new Set(list)]
