import { concatMap, EMPTY, map, type Observable, type OperatorFunction, of, type SchedulerLike } from 'rxjs'
import type { Message, MessageOf } from '../actors/message.js'
import { type Group, gather } from './gather.js'
import { personKey } from './person-key.js'

/** Several lines that one person wrote one after the other, as one text: the last of them, with the `text` of all, a line each. */
export type Burst = MessageOf<'text'> & { readonly lines: Group<MessageOf<'text'>> }

/** What counts as one burst. */
export interface BurstsOptions {
  /** The silence (ms) of that person in that conversation that ends a burst. */
  readonly quiet: number
  /** A burst of this many lines ends at once; default 20. */
  readonly max?: number
  /** How many bursts may be under way at a time; above it the oldest ends at once. Default 1,000. */
  readonly limit?: number
  /** The clock: `bot.scheduler`. */
  readonly scheduler: SchedulerLike
}

/**
 * People write one thought in three lines: what a person writes in a conversation without a longer silence becomes one text. What is no
 * text is left out. At the end of the messages open bursts are emitted; an error drops them.
 *
 * @example
 * bot.use((messages$, { scheduler }) =>
 *   messages$.pipe(bursts({ quiet: 3_000, scheduler }), map((burst) => reply(burst, `${burst.lines.length} lines: ${burst.text}`))),
 * )
 *
 * @see [its marble](../../marbles/svg/operators/bursts.svg)
 */
export const bursts = ({ max = 20, limit = 1_000, ...rest }: BurstsOptions): OperatorFunction<Message, Burst> => {
  const gathered = gather<MessageOf<'text'>>(personKey, { max, limit, ...rest })
  return (messages$) =>
    messages$.pipe(
      concatMap((message): Observable<MessageOf<'text'>> => (message.type === 'text' ? of(message) : EMPTY)),
      gathered,
      map((lines) => ({
        ...(lines.at(-1) ?? lines[0]),
        text: lines.map(({ text }) => text).join('\n'),
        lines,
      })),
    )
}
