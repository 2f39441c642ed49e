import { defer, of } from 'rxjs'
import type { Account, Sent } from '../account.js'
import { type Answer, jsonAnswer } from '../answer.js'
import { authoriseBody } from '../authorise.js'
import { accept, receives, tooFast } from '../outbound.js'
import { baseResponse, refusal } from '../refusal.js'
import type { Route } from '../route.js'
import type { Session } from '../session.js'
import { fields } from '../wire-json.js'
import type { WorldState } from '../world-state.js'

/** Text, and locations passed on. A repeated ClientMsgId is answered with the MsgID of the first. */
export const webwxsendmsg: Route = (world, request) =>
  defer(() => {
    const authorised = authoriseBody(world, request)
    if (authorised.type === 'refused') {
      return of(refusal('webwxsendmsg', authorised.ret === 1200 ? -1 : authorised.ret))
    }
    const { session, body } = authorised
    const account = world.accounts.get(session.account)
    return of(account === undefined ? refused(1100) : send(world, account, session, fields(body.Msg)))
  })

const refused = (ret: number): Answer => refusal('webwxsendmsg', ret)

function send(
  world: WorldState,
  account: Account,
  session: Session,
  { Type, Content, FromUserName, ToUserName, LocalID, ClientMsgId }: Readonly<Record<string, unknown>>,
): Answer {
  if ((Type !== 1 && Type !== 48) || typeof Content !== 'string' || typeof ToUserName !== 'string') return refused(1)
  if (FromUserName !== session.names.nameOf(account.id)) return refused(1)
  const clientMsgId = String(ClientMsgId ?? LocalID ?? '')
  const localId = String(LocalID ?? clientMsgId)
  const known = repeated(world, account, clientMsgId)
  if (known !== undefined) {
    known.requests += 1
    return accepted(known, localId)
  }
  if (tooFast(world, account)) return refused(1205)
  const to = session.names.idOf(ToUserName)
  if (to === undefined || !receives(world, account, to)) return refused(1204)
  return accepted(accept(world, account, { to, type: Type, text: Content, clientMsgId }), localId)
}

const accepted = ({ msgId }: Sent, localId: string): Answer =>
  jsonAnswer({ BaseResponse: baseResponse(0), MsgID: msgId, LocalID: localId })

function repeated(world: WorldState, account: Account, clientMsgId: string): Sent | undefined {
  const known = clientMsgId === '' ? undefined : account.sentByClientId.get(clientMsgId)
  return known !== undefined && world.now() < known.at + world.settings.dedupWithin ? known : undefined
}
