import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { readDeed } from '../answer.js'
import { post } from '../base-request.js'
import type { Endpoint } from '../endpoint.js'
import type { Session } from '../session.js'
import { isRoomName } from '../user-name.js'

const name = 'webwxoplog'

const CmdId = { remark: 2, pin: 3 } as const

export type OpLog =
  /** Gives a person a remark name; '' takes it away. */
  | { readonly verb: 'remark'; readonly userName: string; readonly remarkName: string }
  /**
   * Puts a chat on top, or takes it from there. `remarkName` is the present one of a person: without it some clients lost it. A room has
   * none, and none is sent.
   */
  | { readonly verb: 'pin'; readonly userName: string; readonly remarkName: string; readonly isPinned: boolean }

/** Changes how this account keeps a contact. */
export const webwxoplog: Endpoint<{ readonly session: Session; readonly op: OpLog }, void> = {
  name,
  request: ({ session, op }) =>
    post(
      session,
      name,
      {},
      {
        UserName: op.userName,
        CmdId: CmdId[op.verb],
        ...(op.verb === 'pin' ? { OP: op.isPinned ? 1 : 0 } : {}),
        ...(op.verb === 'pin' && isRoomName(op.userName) ? {} : { RemarkName: op.remarkName }),
      },
    ),
  read: (answer) =>
    pipe(
      readDeed(name, answer),
      E.map(() => undefined),
    ),
}
