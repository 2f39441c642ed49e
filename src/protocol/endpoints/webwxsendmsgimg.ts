import type { Endpoint } from '../endpoint.js'
import { MsgType } from '../message-type.js'
import { postMessage, readSent, type SendInput } from '../sent.js'

const name = 'webwxsendmsgimg'

/** What was uploaded, or the Content of a received message that is passed on without uploading it again. */
export type Uploaded = { readonly mediaId: string } | { readonly forwarded: string }

export type SendMediaInput = SendInput & { readonly media: Uploaded }

/** The fields that say which media is meant, and the Scene. */
export const mediaFields = (media: Uploaded) =>
  'mediaId' in media
    ? ({ message: { MediaId: media.mediaId, Content: '' }, scene: 0 } as const)
    : ({ message: { MediaId: '', Content: media.forwarded }, scene: 2 } as const)

/** Sends a picture. */
export const webwxsendmsgimg: Endpoint<SendMediaInput, { readonly msgId: string }> = {
  name,
  request: (input) => {
    const { message, scene } = mediaFields(input.media)
    return postMessage(name, { fun: 'async', f: 'json' }, input, { Type: MsgType.image, ...message }, scene)
  },
  read: (answer) => readSent(name, answer),
}
