import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { readDeed } from '../answer.js'
import { post } from '../base-request.js'
import type { Endpoint } from '../endpoint.js'
import type { Session } from '../session.js'

const name = 'webwxverifyuser'

const Opcode = { request: 2, accept: 3 } as const

/** Where the two met, as the wire counts it. */
const sceneWeb = 33

export type Verification =
  /** Asks somebody to be friends. */
  | { readonly verb: 'request'; readonly userName: string; readonly greeting: string }
  /** Accepts; name and ticket are those of the friend request. */
  | { readonly verb: 'accept'; readonly userName: string; readonly ticket: string }

export interface VerifyUserInput {
  readonly session: Session
  readonly now: number
  readonly verification: Verification
}

/** Asks for a friendship, or accepts one. A new friend comes through webwxsync, with a notice. */
export const webwxverifyuser: Endpoint<VerifyUserInput, void> = {
  name,
  request: ({ session, now, verification }) =>
    post(
      session,
      name,
      { r: now },
      {
        Opcode: Opcode[verification.verb],
        VerifyUserListSize: 1,
        VerifyUserList: [
          {
            Value: verification.userName,
            VerifyUserTicket: verification.verb === 'accept' ? verification.ticket : '',
          },
        ],
        VerifyContent: verification.verb === 'request' ? verification.greeting : '',
        SceneListCount: 1,
        SceneList: [sceneWeb],
        skey: session.skey,
      },
    ),
  read: (answer) =>
    pipe(
      readDeed(name, answer),
      E.map(() => undefined),
    ),
}
