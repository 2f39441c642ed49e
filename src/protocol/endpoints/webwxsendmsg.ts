import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { readFields } from '../answer.js'
import { post } from '../base-request.js'
import type { Endpoint } from '../endpoint.js'
import { stringOf } from '../fields.js'
import { MsgType } from '../message-type.js'
import type { Session } from '../session.js'
import { outgoingText } from '../text.js'

const name = 'webwxsendmsg'

export interface SendMsgInput {
  readonly session: Session
  /** Our id: the same for every try of the same message. */
  readonly clientMsgId: string
  readonly from: string
  readonly to: string
  readonly text: string
}

/** Sends a text. `msgId` is the server's id, wanted for taking it back. */
export const webwxsendmsg: Endpoint<SendMsgInput, { readonly msgId: string }> = {
  name,
  request: ({ session, clientMsgId, from, to, text }) =>
    post(
      session,
      name,
      {},
      {
        Msg: {
          Type: MsgType.text,
          Content: outgoingText(text),
          FromUserName: from,
          ToUserName: to,
          LocalID: clientMsgId,
          ClientMsgId: clientMsgId,
        },
        Scene: 0,
      },
    ),
  read: (answer) =>
    pipe(
      readFields(name, answer),
      E.map(({ MsgID }) => ({ msgId: stringOf(MsgID) })),
    ),
}
