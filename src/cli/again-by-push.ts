import { asyncScheduler, concatMap, EMPTY, filter, map, type Observable, of, type SchedulerLike, timer } from 'rxjs'
import type { Bot, BotState } from 'rxwx'

/** Losses that are further apart than this have nothing to do with each other (ms). */
const window = 10 * 60_000

/** The longest pause before the phone is asked again (ms). */
const longest = 5 * 60_000

/**
 * Emits when the bot waits for a `login()` and the phone was asked in vain. Where the phone was not asked, since the last time is
 * not ten minutes ago, it is asked once more, as a restart would do: after growing pauses, for two clients may end each other's
 * sessions.
 */
export const keptOut = (
  bot: Pick<Bot, 'state$' | 'login'>,
  scheduler: SchedulerLike = asyncScheduler,
): Observable<unknown> => {
  let wasAsked = false
  let losses: readonly number[] = []
  return bot.state$.pipe(
    filter((state) => {
      if (state.type === 'online') wasAsked = false
      if (state.type === 'confirming') wasAsked = true
      return isWaiting(state)
    }),
    concatMap(() => {
      if (wasAsked) return of(undefined)
      const now = scheduler.now()
      losses = [...losses.filter((at) => now - at < window), now]
      return timer(pauseFor(losses.length), scheduler).pipe(
        map(() => bot.login()),
        concatMap(() => EMPTY),
      )
    }),
  )
}

const isWaiting = (state: BotState): boolean => state.type === 'kicked' && state.waiting

/** One second, then four, sixteen … */
const pauseFor = (losses: number): number => Math.min(longest, 1_000 * 4 ** (losses - 1))
