import { unexpected } from '../check-argument.js'
import { failure } from '../errors.js'
import { type Forward, forwardOf } from '../protocol/forward.js'
import type { MediaKind } from '../protocol/media-kind.js'
import { type SplitOptions, splitText } from '../protocol/split-text.js'
import type { MediaFile, MediaSource } from './files.js'
import type { Message } from './message.js'
import type { Target } from './target.js'

/** What may be asked of every send. */
export interface Timing {
  /** Not before this time (Unix ms); it waits in the store, across restarts. One that is past is now. */
  readonly at?: number
  /**
   * Sends it once: the same key with the same content and receiver is the same message. That holds while it waits and for 30
   * days after its receipt (the newest 10,000 keys), also after a restart, and for all sends of the account. Another message
   * under the key is left out, with an `argument` failure; the key of a refused send is free. The receipt carries it; see
   * `awaitReceipt`. Default: its ClientMsgId.
   */
  readonly key?: string
  /**
   * After 1205 the service wants to be left alone, for up to half an hour: `wait` (default), or be refused with that code when its turn comes meanwhile. With an
   * `at` that is what counts then.
   */
  readonly tooOften?: 'wait' | 'refuse'
}

/** Something a behaviour wants done. */
export type Command =
  | ({ readonly type: 'send'; readonly to: Target; readonly text: string } & Timing)
  | ({
      readonly type: 'media'
      readonly to: Target
      /** `auto`: what its content says. */
      readonly kind: MediaKind | 'auto'
      readonly source: MediaSource | MediaFile
      /** As the receiver is to see it; default the name of the file. */
      readonly name?: string
    } & Timing)
  /** A received message, passed on. */
  | ({ readonly type: 'forward'; readonly to: Target; readonly forward: Forward } & Timing)
  | { readonly type: 'revoke'; readonly to: Target; readonly msgId: string }

/** A text for somebody. @example text('filehelper', 'done') */
export const text = (to: Target, content: string): Command => ({ type: 'send', to, text: content })

/** A text in the conversation of a message. @example messages$.pipe(hears(/^ding$/i), map((message) => reply(message, 'dong'))) */
export const reply = (message: Pick<Message, 'conversation'>, content: string): Command => ({
  type: 'send',
  to: conversationOf(message),
  text: content,
})

/** A message that is missing makes a Command for nobody, whose failure says so: throwing here would end a stream. */
const conversationOf = (message: Pick<Message, 'conversation'> | undefined): Target => message?.conversation as Target

/**
 * Takes back a message of the bot, within two minutes. `msgId` comes from its receipt.
 *
 * @example
 * bot.send('alice', 'a slip').pipe(
 *   mergeMap((receipt) => (receipt.outcome === 'accepted' ? bot.submit(revoke('alice', receipt.msgId)) : EMPTY)),
 * ).subscribe()
 */
export const revoke = (to: Target, msgId: string): Command => ({ type: 'revoke', to, msgId })

/** What may be said of a file that is sent. */
export interface MediaOptions extends Timing {
  /** As the receiver is to see it; default the name of the file. */
  readonly name?: string
}

const mediaOf =
  (kind: MediaKind | 'auto') =>
  (to: Target, source: MediaSource, options: MediaOptions = {}): Command => ({
    type: 'media',
    to,
    kind,
    source,
    ...options,
  })

/** A picture: JPEG, PNG or BMP; a GIF goes as {@link gif}. @example image('filehelper', './cat.jpg') */
export const image = mediaOf('image')

/** A film, MP4. @example video('filehelper', './cat.mp4') */
export const video = mediaOf('video')

/** A moving picture. @example gif('filehelper', './cat.gif') */
export const gif = mediaOf('gif')

/** A file, whatever is in it. @example file('filehelper', new TextEncoder().encode('a,b'), { name: 'table.csv' }) */
export const file = mediaOf('file')

/** A picture, a film, a moving picture or a file, by its content. @example media('filehelper', './cat') */
export const media = mediaOf('auto')

/** A sticker that was received, by its MD5. @example messages$.pipe(ofType('emoticon'), map((message) => sticker(message, message.md5))) */
export const sticker = (to: Target, md5: string, timing: Timing = {}): Command => ({
  type: 'forward',
  to,
  forward: { as: 'emoticon', md5 },
  ...timing,
})

/**
 * A received message for somebody else, without uploading anything. Throws a `media` failure for what the protocol cannot pass on: voices, cards,
 * money, notices.
 *
 * @example
 * messages$.pipe(ofType('image'), map((message) => forward('filehelper', message)))
 */
export function forward(to: Target, message: Message, timing: Timing = {}): Command {
  if (typeof message !== 'object' || message === null) throw unexpected('message', 'a received message', message)
  const how = forwardOf(message)
  if (how !== undefined) return { type: 'forward', to, forward: how, ...timing }
  throw failure('media', {
    reason: 'unsupported',
    name: '',
    why: `a message of the kind ${message.type} cannot be passed on`,
  })
}

/**
 * A long text as several messages, split where sentences end; default at 2,000 characters.
 *
 * @example
 * messages$.pipe(hears(/^help$/), concatMap((message) => texts(message, 'First. Second. Third.', { limit: 10 })))
 */
export const texts = (to: Target, content: string, options: SplitOptions = {}): readonly Command[] =>
  typeof content === 'string' ? splitText(content, options).map((part) => text(to, part)) : [text(to, content)]
