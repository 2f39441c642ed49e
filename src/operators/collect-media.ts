import { map, type OperatorFunction, type SchedulerLike } from 'rxjs'
import type { Message, MessageOf, Party } from '../actors/message.js'
import { type Group, gather } from './gather.js'
import { ofType } from './of-type.js'
import { personKey } from './person-key.js'

/** The kinds of messages that carry a file. */
export type MediaType = 'image' | 'voice' | 'video' | 'microVideo' | 'file'

/** What one person sent in one conversation, one after the other. */
export interface Collected<T extends MediaType = MediaType> {
  /** Where it was sent: the room, or the other person. */
  readonly conversation: Party
  /** Who sent it. */
  readonly from: Party
  /** Oldest first. */
  readonly media: Group<MessageOf<T>>
}

/** What counts as one collection. */
export interface CollectMediaOptions<T extends MediaType = MediaType> {
  /** The silence (ms) that ends a collection: no more media of that person in that conversation. */
  readonly quiet: number
  /** A collection of this many ends at once; default 100. */
  readonly max?: number
  /** Which kinds; default all five. */
  readonly types?: readonly T[]
  /** How many collections may be under way at a time; above it the oldest ends at once. Default 1,000. */
  readonly limit?: number
  /** The clock: `bot.scheduler`. */
  readonly scheduler: SchedulerLike
}

/**
 * Nine photographs are nine messages: what a person sends in a conversation without a longer silence becomes one collection, of the messages
 * as they came. Other messages are left out and end nothing. At the end of the messages open collections are emitted; an error drops them.
 *
 * @example
 * bot.use((messages$, { scheduler }) =>
 *   messages$.pipe(
 *     collectMedia({ quiet: 5_000, types: ['image'], scheduler }),
 *     map((album) => reply(album, `${album.media.length} pictures, ${album.media[0].width} wide`)),
 *   ),
 * )
 *
 * @see [its marble](../../marbles/svg/operators/collect-media.svg)
 */
export const collectMedia = <T extends MediaType = MediaType>({
  max = 100,
  limit = 1_000,
  types,
  ...rest
}: CollectMediaOptions<T>): OperatorFunction<Message, Collected<T>> => {
  const gathered = gather<MessageOf<T>>(personKey, { max, limit, ...rest })
  return (messages$) =>
    messages$.pipe(
      ofType<Message, T>(...(types ?? (allMedia as readonly T[]))),
      gathered,
      map((media) => ({ ...partiesOf(media[0]), media })),
    )
}

const allMedia: readonly MediaType[] = ['image', 'voice', 'video', 'microVideo', 'file']

const partiesOf = ({ conversation, from }: Message): Pick<Message, 'conversation' | 'from'> => ({ conversation, from })
