import type { Observable, SchedulerLike } from 'rxjs'
import type { BotEvent, BotState } from './bot-state.js'
import type { WaitingForRoom } from './waiting-for-room.js'

/** How often something happened since the bot was made, and when it last did. */
export interface Tally {
  /** How often; 0 for never. */
  readonly count: number
  /** The last time, Unix ms; undefined for never. */
  readonly last: number | undefined
}

/** A behaviour that failed and does not run any more. */
export interface StoppedBehaviour {
  /** Its name, as in `behaviourStopped`; '' for one without a name. */
  readonly name: string
  /** When it was stopped, Unix ms. */
  readonly since: number
}

/**
 * How a bot is doing, as of now. It holds names, numbers and times, and nothing that people wrote.
 *
 * @example
 * const { ok, stopped } = bot.health()
 * if (!ok) console.error('not well', stopped.map(({ name }) => name))
 */
export interface Health {
  /**
   * The bot hears and answers: it is online, WeChat answered within the last two minutes, pulling is
   * not paused, no behaviour is stopped, and no answer waits for room. Dead letters and sends that
   * were refused do not count: they are over.
   */
  readonly ok: boolean
  /** Where the bot stands. */
  readonly state: BotState['type']
  /** Milliseconds since WeChat last answered a poll or a pull; undefined before the first. */
  readonly age: number | undefined
  /** Nothing is pulled, since handlers are behind. */
  readonly paused: boolean
  /** Behaviours that failed and were stopped, oldest first; the latest 100. */
  readonly stopped: readonly StoppedBehaviour[]
  /** Messages that became dead letters. */
  readonly deadLetters: Tally
  /** Sends that were refused, by WeChat or by the bot itself. */
  readonly refused: Tally
  /** Sends of which nobody knows whether they arrived. */
  readonly unknown: Tally
  /** How many sends wait in the outbox: those for now, and those for later (`at`). Each may be 10,000. */
  readonly outbox: { readonly now: number; readonly later: number }
  /** Handlers and dialogues whose answers wait until the outbox has room. */
  readonly waiting: readonly WaitingForRoom[]
}

/** What only the running bot knows. */
export type HealthNow = Pick<Health, 'state' | 'age' | 'paused' | 'outbox' | 'waiting'>

/** WeChat answers an idle poll within half a minute: after this long (ms) nobody answers. */
const silence = 120_000

const stoppedLimit = 100

/** Counts what happens from now on; the answer joins it with what is so at the moment. */
export function createHealth(events$: Observable<BotEvent>, scheduler: SchedulerLike): (now: HealthNow) => Health {
  const stopped: StoppedBehaviour[] = []
  const tallies = { deadLetters: never, refused: never, unknown: never }
  const count = (name: keyof typeof tallies): void => {
    tallies[name] = { count: tallies[name].count + 1, last: scheduler.now() }
  }
  events$.subscribe((event) => {
    if (event.type === 'deadLetter') count('deadLetters')
    if (event.type === 'receipt' && event.receipt.outcome !== 'accepted') count(event.receipt.outcome)
    if (event.type !== 'behaviourStopped') return
    stopped.push({ name: event.name, since: scheduler.now() })
    if (stopped.length > stoppedLimit) stopped.shift()
  })
  return (now) => ({ ok: isWell(now) && stopped.length === 0, ...now, stopped: [...stopped], ...tallies })
}

const never: Tally = { count: 0, last: undefined }

const isWell = ({ state, age, paused, waiting }: HealthNow): boolean =>
  state === 'online' && (age === undefined || age < silence) && !paused && waiting.length === 0
