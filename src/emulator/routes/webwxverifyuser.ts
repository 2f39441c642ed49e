import { defer, of } from 'rxjs'
import type { Account } from '../account.js'
import { type Answer, jsonAnswer } from '../answer.js'
import { authoriseBody, isSkey } from '../authorise.js'
import { refusedService } from '../capability.js'
import { befriend } from '../friendship.js'
import { createPerson } from '../person.js'
import { baseResponse, refusal } from '../refusal.js'
import type { Route } from '../route.js'
import type { Session } from '../session.js'
import { tooOften } from '../too-often.js'
import { fields, isList } from '../wire-json.js'
import type { WorldState } from '../world-state.js'

/** Opcode 3 accepts a friend request by its ticket, opcode 2 asks somebody. */
export const webwxverifyuser: Route = (world, request) =>
  defer(() => {
    const authorised = authoriseBody(world, request)
    if (authorised.type === 'refused') return of(refused(authorised.ret))
    const { session, body } = authorised
    const account = world.accounts.get(session.account)
    const { Opcode, VerifyUserList, VerifyUserListSize, SceneList, SceneListCount, skey } = body
    const sized =
      isList(VerifyUserList) &&
      VerifyUserList.length === 1 &&
      VerifyUserListSize === 1 &&
      isList(SceneList) &&
      SceneList.length === SceneListCount
    if (account === undefined || !sized || !isSkey(session, skey)) return of(refused(1))
    const { Value, VerifyUserTicket } = fields(VerifyUserList[0])
    const id = typeof Value === 'string' ? session.names.idOf(Value) : undefined
    if (id === undefined || world.persons.get(id)?.kind !== 'person' || id === account.id) return of(refused(1))
    if (Opcode === 3) {
      return of(refusedService(world, 'acceptFriend', request.endpoint) ?? accept(world, account, id, VerifyUserTicket))
    }
    if (Opcode !== 2) return of(refused(1))
    return of(refusedService(world, 'requestFriend', request.endpoint) ?? ask(world, account, session, id, body))
  })

const refused = (ret: number, message = ''): Answer => refusal('webwxverifyuser', ret, message)

function accept(world: WorldState, account: Account, id: string, ticket: unknown): Answer {
  const request = account.requests.get(id)
  if (request === undefined || request.ticket !== ticket || request.until <= world.now()) return refused(1)
  if (account.friends.has(id)) return refused(1)
  befriend(world, account, id)
  const other = world.accounts.get(id)
  if (other !== undefined && !other.friends.has(account.id)) befriend(world, other, account.id)
  return jsonAnswer({ BaseResponse: baseResponse(0) })
}

/** An account that is asked reads of it in a message of type 37. */
function ask(
  world: WorldState,
  account: Account,
  session: Session,
  id: string,
  { VerifyContent }: Readonly<Record<string, unknown>>,
): Answer {
  const known = account.friends.get(id)
  if (typeof VerifyContent !== 'string' || (known !== undefined && !known.deletedYou)) return refused(1)
  if (tooOften(world.settings.requestLimit, account.pace.request, world.now())) {
    return refused(1205, '操作太频繁，请稍后再试。')
  }
  account.asked.set(id, VerifyContent)
  const self = world.persons.get(session.account)
  if (world.accounts.has(id) && self !== undefined) createPerson(world, self).request(id, VerifyContent)
  return jsonAnswer({ BaseResponse: baseResponse(0) })
}
