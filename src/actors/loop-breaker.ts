import type { SchedulerLike } from 'rxjs'
import { failure } from '../errors.js'
import { createSteadyClock } from '../kernel/steady-clock.js'

/** So many answers in one conversation within so many milliseconds are a conversation of bots. */
export interface LoopLimit {
  /** How many answers of the bot in one conversation. */
  readonly answers: number
  /** In how many milliseconds; the conversation then gets no more answers for as long again. */
  readonly per: number
}

/** Two bots that answer each other do so for ever; people who keep a bot busy for an hour, ten times a minute, are rare. */
export const defaultLoopLimit: LoopLimit = { answers: 600, per: 60 * 60_000 }

export interface LoopBreaker {
  /** Counts an answer. Throws `overflow` while the conversation is resting. */
  readonly take: (conversation: string) => void
}

interface Counted {
  readonly since: number
  readonly answers: number
}

/** Conversations that are counted; the longest known make room. */
const conversationsLimit = 10_000

/**
 * Counts answers in each conversation, for `per` milliseconds from the first. One that reaches the limit gets no more answers for as long again;
 * `tripped` is told once each time.
 */
export function createLoopBreaker(
  limit: LoopLimit | 'off',
  scheduler: SchedulerLike,
  tripped: (conversation: string, pause: number) => void,
): LoopBreaker {
  if (limit === 'off') return { take: () => {} }
  const { answers, per } = limit
  const clock = createSteadyClock(scheduler)
  const counted = new Map<string, Counted>()
  const resting = new Map<string, number>()
  const put = <T>(map: Map<string, T>, id: string, value: T): void => {
    if (map.size >= conversationsLimit && !map.has(id))
      for (const oldest of [...map.keys()].slice(0, 100)) map.delete(oldest)
    map.set(id, value)
  }
  const tooMany = () => failure('overflow', { queue: 'number of answers to this conversation', limit: answers })
  return {
    take: (conversation) => {
      const now = clock()
      if (now < (resting.get(conversation) ?? now)) throw tooMany()
      const before = counted.get(conversation)
      const current = before === undefined || now - before.since >= per ? { since: now, answers: 0 } : before
      if (current.answers < answers) return put(counted, conversation, { ...current, answers: current.answers + 1 })
      counted.delete(conversation)
      put(resting, conversation, now + per)
      tripped(conversation, per)
      throw tooMany()
    },
  }
}
