import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { Failure } from '../errors.js'
import { readFields } from './answer.js'
import { post } from './base-request.js'
import type { WireAnswer, WireRequest } from './endpoint.js'
import { stringOf } from './fields.js'
import type { Session } from './session.js'

/** What every message that is sent needs, whatever it says. */
export interface SendInput {
  readonly session: Session
  /** Our id: the same for every try of the same message. */
  readonly clientMsgId: string
  readonly from: string
  readonly to: string
}

/** A message that says something new has Scene 0, one that is passed on has 2. */
export type Scene = 0 | 2

/** The request that all endpoints for sending share. */
export const postMessage = (
  name: string,
  query: Readonly<Record<string, string>>,
  { session, clientMsgId, from, to }: SendInput,
  message: Readonly<Record<string, unknown>>,
  scene: Scene = 0,
): WireRequest =>
  post(session, name, query, {
    Msg: { ...message, FromUserName: from, ToUserName: to, LocalID: clientMsgId, ClientMsgId: clientMsgId },
    Scene: scene,
  })

/** `msgId` is the server's id, wanted for taking the message back. */
export const readSent = (name: string, answer: WireAnswer): Either<Failure, { readonly msgId: string }> =>
  pipe(
    readFields(name, answer),
    E.map(({ MsgID }) => ({ msgId: stringOf(MsgID) })),
  )
