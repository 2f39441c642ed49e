import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { readFields } from '../answer.js'
import { post } from '../base-request.js'
import type { Endpoint } from '../endpoint.js'
import type { Session } from '../session.js'

const name = 'webwxrevokemsg'

export interface RevokeMsgInput {
  readonly session: Session
  /** The server's id, from the answer to the send. */
  readonly msgId: string
  readonly to: string
  readonly clientMsgId: string
}

/** Takes back an own message, within two minutes. The server's text is in the failure if it refuses. */
export const webwxrevokemsg: Endpoint<RevokeMsgInput, void> = {
  name,
  request: ({ session, msgId, to, clientMsgId }) =>
    post(session, name, {}, { SvrMsgId: msgId, ToUserName: to, ClientMsgId: clientMsgId }),
  read: (answer) =>
    pipe(
      readFields(name, answer),
      E.map(() => undefined),
    ),
}
