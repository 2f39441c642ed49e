import { defer, filter, merge, type Observable, of, switchMap, take } from 'rxjs'
import type { BotView } from '../actors/behaviour.js'
import type { Command } from '../actors/command.js'
import type { Receipt } from '../actors/sender/sender-state.js'
import { checkNumber } from '../check-number.js'
import { after } from '../kernel/after.js'
import { commandsOf, type Next } from './commands-of.js'

/** How long a receipt is waited for. */
export interface AwaitReceiptOptions {
  /** What to do when it is known how the send ended: `accepted`, `refused` or `unknown`. */
  readonly received: (receipt: Receipt) => Next
  /** What to do if nothing is known in time, or as soon as the Command could not be sent at all: nobody is called that. Default: nothing. */
  readonly otherwise?: () => Next
  /** How long (ms) to wait; default 5 minutes, since a send waits for a session and for its turn. */
  readonly timeout?: number
}

/**
 * Sends a text and waits for its receipt: it emits the Command, what `received` or `otherwise` gives, and completes. Unsubscribing ends the
 * wait, not the send. It holds one timer and a place in `bot.receipts$` and `bot.events$`; the receipt is known by the Command's `key`, which is given one if it
 * has none. With an `at` that is far away the timeout has to be longer.
 *
 * @example
 * const secret: Behaviour = (messages$, bot) =>
 *   messages$.pipe(
 *     command('secret'),
 *     mergeMap((message) =>
 *       awaitReceipt(bot, { type: 'send', to: message, text: 'Read this within a minute.' }, {
 *         received: (receipt) =>
 *           receipt.outcome === 'accepted'
 *             ? timer(60_000, bot.scheduler).pipe(map(() => revoke(message, receipt.msgId)))
 *             : undefined,
 *       }),
 *     ),
 *   )
 * bot.use(secret)
 *
 * @see [its marble](../../marbles/svg/operators/await-receipt.svg)
 */
export const awaitReceipt = (
  bot: Pick<BotView, 'receipts$' | 'events$' | 'scheduler'>,
  command: Extract<Command, { readonly type: 'send' }>,
  { received, otherwise = () => undefined, timeout = 300_000 }: AwaitReceiptOptions,
): Observable<Command> => {
  checkNumber('timeout', timeout, { from: 0 })
  return defer(() => {
    const key = command.key ?? nextKey(bot)
    return merge(
      merge(
        bot.receipts$.pipe(filter((receipt) => receipt.key === key)),
        bot.events$.pipe(filter((event) => event.type === 'behaviourFailed' && event.key === key)),
        after(timeout, bot.scheduler),
      ).pipe(
        take(1),
        switchMap((end) => commandsOf(typeof end === 'object' && 'outcome' in end ? received(end) : otherwise())),
      ),
      of({ ...command, key }),
    )
  })
}

/** How many keys each bot was given. */
const given = new WeakMap<object, number>()

/** The time tells the keys of one process from those of the next. */
function nextKey({ receipts$, scheduler }: Pick<BotView, 'receipts$' | 'scheduler'>): string {
  const number = (given.get(receipts$) ?? 0) + 1
  given.set(receipts$, number)
  return `await-${scheduler.now()}-${number}`
}
