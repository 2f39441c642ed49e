import { defer, filter, map, merge, type Observable, of, switchMap, take } from 'rxjs'
import type { BotView } from '../actors/behaviour.js'
import type { Command } from '../actors/command.js'
import type { Message, Party } from '../actors/message.js'
import { checkNumber } from '../check-number.js'
import { after } from '../kernel/after.js'
import { commandsOf, type Next } from './commands-of.js'
import { hasWords } from './hears.js'

/** Whom to ask, and where: the author of a message in its conversation, or somebody in the conversation with them. */
export type Asked =
  | { readonly conversation: Pick<Party, 'id'>; readonly from: Pick<Party, 'id'> }
  | (Pick<Party, 'id'> & Partial<Party>)

/** How long an answer is waited for, and which one counts. */
export interface AskOptions<T = string> {
  /** The answer in a message of theirs, undefined if it is none. Default: any text, as a string. */
  readonly accept?: (message: Message) => T | undefined
  /** What to do with the answer. */
  readonly answered: (answer: T, message: Message) => Next
  /** What to do without one: nobody answered in time, or what was answered was not accepted, again and again. Default: nothing. */
  readonly otherwise?: (why: 'timeout' | 'refused') => Next
  /** How long (ms) each question waits; default 5 minutes. */
  readonly timeout?: number
  /** How often the question is repeated after an answer that was not accepted; default 2. */
  readonly retries?: number
  /** What is said when it is repeated; default the question. */
  readonly again?: string
}

/**
 * Asks somebody and waits for what the same person says next in the same conversation. It emits Commands: the question, what `answered` or
 * `otherwise` gives (another question, for a longer dialogue), and then it completes; unsubscribing ends the wait.
 *
 * It holds one timer and one place in `bot.messages$`. The answer is given to the other behaviours, too, and two questions that are open to one
 * person take the same answer: `exhaustMap` in `perConversation` lets only one be open. It does not outlive the process; `bot.converse` does.
 *
 * @example
 * const numberIn = (message: Message) => (/^\d{1,3}$/.test(message.words) ? Number(message.words) : undefined)
 * const order: Behaviour = (messages$, bot) =>
 *   messages$.pipe(
 *     command('order'),
 *     perConversation((one$) =>
 *       one$.pipe(
 *         exhaustMap((message) =>
 *           ask(bot, message, 'How many?', {
 *             accept: numberIn,
 *             again: 'A number, please.',
 *             answered: (count) => reply(message, `${count} are on their way.`),
 *             otherwise: () => reply(message, 'Another time, then.'),
 *           }),
 *         ),
 *       ),
 *     ),
 *   )
 * bot.use(order)
 *
 * @see [its marble](../../marbles/svg/operators/ask.svg)
 */
export const ask = <T = string>(
  bot: Pick<BotView, 'messages$' | 'scheduler'>,
  whom: Asked,
  question: string,
  options: AskOptions<T>,
): Observable<Command> => {
  const { conversation: to, from } = 'conversation' in whom ? whom : { conversation: whom, from: whom }
  const { answered, otherwise = () => undefined, timeout = 300_000, retries = 2, again = question } = options
  checkNumber('timeout', timeout, { from: 0 })
  checkNumber('retries', retries, { from: 0 })
  const accept = options.accept ?? (wordsOf as (message: Message) => T | undefined)

  const heard = (message: Message | undefined, left: number): Observable<Command> => {
    if (message === undefined) return commandsOf(otherwise('timeout'))
    const answer = accept(message)
    if (answer !== undefined) return commandsOf(answered(answer, message))
    return left > 0 ? round(again, left - 1) : commandsOf(otherwise('refused'))
  }
  // It listens before it speaks: no answer is too quick.
  const round = (text: string, left: number): Observable<Command> =>
    merge(
      merge(
        bot.messages$.pipe(filter(({ conversation, from: { id } }) => conversation.id === to.id && id === from.id)),
        after(timeout, bot.scheduler).pipe(map(() => undefined)),
      ).pipe(
        take(1),
        switchMap((message) => heard(message, left)),
      ),
      of<Command>({ type: 'send', to, text }),
    )
  return defer(() => round(question, retries))
}

const wordsOf = (message: Message): string | undefined => (hasWords(message) ? message.words : undefined)
