import type { Endpoint } from '../endpoint.js'
import { MsgType } from '../message-type.js'
import { postMessage, readSent, type SendInput } from '../sent.js'
import { outgoingText } from '../text.js'

const name = 'webwxsendmsg'

export interface SendMsgInput extends SendInput {
  readonly text: string
  /** `location`: the text is the OriContent of a location that was received, and is passed on. Default a text. */
  readonly kind?: 'text' | 'location'
}

/** Sends a text, or passes a location on. `msgId` is the server's id, wanted for taking it back. */
export const webwxsendmsg: Endpoint<SendMsgInput, { readonly msgId: string }> = {
  name,
  request: (input) =>
    input.kind === 'location'
      ? postMessage(name, {}, input, { Type: MsgType.location, Content: input.text }, 2)
      : postMessage(name, {}, input, { Type: MsgType.text, Content: outgoingText(input.text) }),
  read: (answer) => readSent(name, answer),
}
