import type { Endpoint } from '../endpoint.js'
import { MsgType } from '../message-type.js'
import { postMessage, readSent, type SendInput } from '../sent.js'

const name = 'webwxsendemoticon'

/** The wire's word for a moving picture. */
const gifFlag = 2

export interface SendEmoticonInput extends SendInput {
  /** A GIF that was uploaded, or the MD5 of a sticker that was received. */
  readonly emoticon: { readonly mediaId: string } | { readonly md5: string }
}

/** Sends a moving picture or a sticker. */
export const webwxsendemoticon: Endpoint<SendEmoticonInput, { readonly msgId: string }> = {
  name,
  request: (input) => {
    const { emoticon } = input
    const which = 'mediaId' in emoticon ? { MediaId: emoticon.mediaId } : { MediaId: '', EMoticonMd5: emoticon.md5 }
    return postMessage(name, { fun: 'sys' }, input, { Type: MsgType.emoticon, EmojiFlag: gifFlag, ...which })
  },
  read: (answer) => readSent(name, answer),
}
