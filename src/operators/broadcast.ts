import { concat, defer, EMPTY, filter, ignoreElements, merge, NEVER, type Observable, Subject, takeUntil } from 'rxjs'
import type { BotView } from '../actors/behaviour.js'
import type { Command } from '../actors/command.js'
import type { Receipt } from '../actors/sender/sender-state.js'
import type { Target } from '../actors/target.js'
import { checkNumber } from '../check-number.js'
import { failure } from '../errors.js'
import { after } from '../kernel/after.js'
import { awaitReceipt } from './await-receipt.js'
import { atLeastOne } from './recent.js'

/** At which pace it goes, and what ends it. */
export interface BroadcastOptions {
  /** At least this long (ms) from one to the next; default 10 s. */
  readonly every?: number
  /** Ends it: nobody is written to any more. */
  readonly stop$?: Observable<unknown>
  /** So many refused sends in a row end it, too; default 3. */
  readonly strikes?: number
  /** To how many it may go; more are an `argument` failure. Default 500. */
  readonly limit?: number
}

/**
 * The same text to many, one after the other: each waits until it is known how the one before ended (or 5 minutes) and until `every` has passed.
 * It ends for good when the service says "too often" (`rateLimited`), after `strikes` refusals in a row, and at `stop$`; whoever is
 * named twice gets it once. Write to people who asked for it: the service restricts accounts that do not.
 *
 * @example
 * const news: Behaviour = (messages$, bot) =>
 *   messages$.pipe(
 *     fromSender('Alice'),
 *     command('news', { args: ['rest'] }),
 *     exhaustMap(({ values }) =>
 *       broadcast(bot, ['Hiking', 'Reading'], values?.[0] || 'no news', {
 *         every: 30_000,
 *         stop$: bot.messages$.pipe(fromSender('Alice'), command('halt')),
 *       }),
 *     ),
 *   )
 * bot.use(news)
 *
 * @see [its marble](../../marbles/svg/operators/broadcast.svg)
 */
export const broadcast = (
  bot: Pick<BotView, 'receipts$' | 'events$' | 'scheduler'>,
  targets: readonly Target[],
  text: string | ((target: Target) => string),
  { every = 10_000, stop$ = NEVER, strikes = 3, limit = 500 }: BroadcastOptions = {},
): Observable<Command> => {
  checkNumber('every', every, atLeastOne)
  checkNumber('strikes', strikes, atLeastOne)
  checkNumber('limit', limit, atLeastOne)
  const all = [...new Map(targets.map((target) => [idOf(target), target])).values()]
  if (all.length > limit)
    throw failure('argument', { name: 'targets', why: `a broadcast goes to at most ${limit}, not to ${all.length}` })

  return defer(() => {
    const enough$ = new Subject<void>()
    let refused = 0
    const received = (receipt: Receipt): undefined => {
      refused = receipt.outcome === 'refused' ? refused + 1 : 0
      if (refused >= strikes) enough$.next()
    }
    const to = (target: Target, index: number): Observable<Command> => {
      const content = typeof text === 'string' ? text : text(target)
      const pause$ = index + 1 < all.length ? after(every, bot.scheduler).pipe(ignoreElements()) : EMPTY
      return merge(awaitReceipt(bot, { type: 'send', to: target, text: content }, { received }), pause$)
    }
    const tooOften$ = bot.events$.pipe(filter(({ type }) => type === 'rateLimited'))
    return concat(...all.map((target, index) => defer(() => to(target, index)))).pipe(
      takeUntil(merge(stop$, tooOften$, enough$)),
    )
  })
}

const idOf = (target: Target): string => {
  if (typeof target === 'string') return target
  return 'conversation' in target ? target.conversation.id : target.id
}
