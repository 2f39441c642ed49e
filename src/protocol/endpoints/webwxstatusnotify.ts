import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { readFields } from '../answer.js'
import { post } from '../base-request.js'
import type { Endpoint } from '../endpoint.js'
import type { Session } from '../session.js'

const name = 'webwxstatusnotify'

export interface StatusNotifyInput {
  readonly session: Session
  /** A `StatusNotifyCode`: 3 after login, 1 when a chat was read. */
  readonly code: number
  readonly from: string
  readonly to: string
  readonly clientMsgId: string
}

/** Tells the phone what the web client does. After code 3 the server lists the recent chats through sync. */
export const webwxstatusnotify: Endpoint<StatusNotifyInput, void> = {
  name,
  request: ({ session, code, from, to, clientMsgId }) =>
    post(session, name, {}, { Code: code, FromUserName: from, ToUserName: to, ClientMsgId: clientMsgId }),
  read: (answer) =>
    pipe(
      readFields(name, answer),
      E.map(() => undefined),
    ),
}
