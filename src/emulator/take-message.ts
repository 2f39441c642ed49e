import { type Account, type SendId, type Sent, sendKey } from './account.js'
import { type Answer, jsonAnswer } from './answer.js'
import { authoriseBody } from './authorise.js'
import type { Draft } from './deliver.js'
import { accept, receives, tooFast } from './outbound.js'
import { baseResponse, refusal } from './refusal.js'
import type { Request } from './request.js'
import type { Session } from './session.js'
import { fields, withNumbers } from './wire-json.js'
import type { WorldState } from './world-state.js'

/** What a send endpoint makes of `Msg`: the message as it is kept, and as others get it. A number is the Ret of a refusal. */
export type Make = (
  account: Account,
  session: Session,
  message: Readonly<Record<string, unknown>>,
) => (Pick<Sent, 'type' | 'text' | 'media'> & { readonly draft?: Draft }) | number

/**
 * What all send endpoints have in common: the session, the receiver and the pace. A ClientMsgId that comes again with the
 * same receiver and type gets the MsgID of the first one; published clients send one id to many receivers.
 */
export function takeMessage(world: WorldState, request: Request, make: Make): Answer {
  const refused = (ret: number): Answer => refusal(request.endpoint, ret)
  const authorised = authoriseBody(world, request)
  if (authorised.type === 'refused') return refused(authorised.ret === 1200 ? -1 : authorised.ret)
  const { session, body } = authorised
  const account = world.accounts.get(session.account)
  if (account === undefined) return refused(1100)
  const given = fields(body.Msg)
  const message = withNumbers(given, ['Type', 'EmojiFlag'])
  const { FromUserName, ToUserName, LocalID, ClientMsgId } = given
  if (typeof ToUserName !== 'string' || FromUserName !== session.names.nameOf(account.id)) return refused(1)
  const made = make(account, session, message)
  if (typeof made === 'number') return refused(made)
  const { draft, ...kept } = made
  const clientMsgId = String(ClientMsgId ?? LocalID ?? '')
  const localId = String(LocalID ?? clientMsgId)
  const to = session.names.idOf(ToUserName)
  const known = to === undefined ? undefined : repeated(world, account, { ...kept, to, clientMsgId })
  if (known !== undefined) {
    known.requests += 1
    return accepted(known, localId)
  }
  if (tooFast(world, account)) return refused(1205)
  if (to === undefined || !receives(world, account, to)) return refused(1204)
  return accepted(accept(world, account, { ...kept, to, clientMsgId }, draft), localId)
}

const accepted = ({ msgId }: Sent, localId: string): Answer =>
  jsonAnswer({ BaseResponse: baseResponse(0), MsgID: msgId, LocalID: localId })

function repeated(world: WorldState, account: Account, send: SendId): Sent | undefined {
  const known = send.clientMsgId === '' ? undefined : account.sentByClientId.get(sendKey(send))
  return known !== undefined && world.now() < known.at + world.settings.dedupWithin ? known : undefined
}
