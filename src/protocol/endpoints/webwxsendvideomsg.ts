import type { Endpoint } from '../endpoint.js'
import { MsgType } from '../message-type.js'
import { postMessage, readSent } from '../sent.js'
import { mediaFields, type SendMediaInput } from './webwxsendmsgimg.js'

const name = 'webwxsendvideomsg'

export type SendVideoInput = SendMediaInput & {
  /** Set where a short film of the old kind is passed on. */
  readonly isMicro?: boolean
}

/** Sends a film that was uploaded as one. */
export const webwxsendvideomsg: Endpoint<SendVideoInput, { readonly msgId: string }> = {
  name,
  request: (input) => {
    const { message, scene } = mediaFields(input.media)
    const Type = input.isMicro === true ? MsgType.microVideo : MsgType.video
    return postMessage(name, { fun: 'async', f: 'json' }, input, { Type, ...message }, scene)
  },
  read: (answer) => readSent(name, answer),
}
