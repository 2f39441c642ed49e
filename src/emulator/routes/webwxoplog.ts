import { defer, of } from 'rxjs'
import type { Account } from '../account.js'
import { type Answer, jsonAnswer } from '../answer.js'
import { authoriseBody } from '../authorise.js'
import { refusedService } from '../capability.js'
import { announce } from '../deliver.js'
import { baseResponse, refusal } from '../refusal.js'
import type { Route } from '../route.js'
import type { WorldState } from '../world-state.js'

/** CmdId 2 gives a friend a remark name, CmdId 3 pins a chat to the top, or takes it from there. */
export const webwxoplog: Route = (world, request) =>
  defer(() => {
    const authorised = authoriseBody(world, request)
    if (authorised.type === 'refused') return of(refused(authorised.ret))
    const { session, body } = authorised
    const account = world.accounts.get(session.account)
    const { UserName, CmdId, RemarkName, OP } = body
    const id = typeof UserName === 'string' ? session.names.idOf(UserName) : undefined
    if (account === undefined || id === undefined) return of(refused(1))
    if (CmdId === 2) {
      return of(refusedService(world, 'remark', request.endpoint) ?? remark(world, account, id, RemarkName))
    }
    if (CmdId !== 3) return of(refused(1))
    return of(refusedService(world, 'pin', request.endpoint) ?? pin(world, account, id, OP))
  })

const refused = (ret: number): Answer => refusal('webwxoplog', ret)

const done = (): Answer => jsonAnswer({ BaseResponse: baseResponse(0) })

function remark(world: WorldState, account: Account, id: string, name: unknown): Answer {
  const friend = account.friends.get(id)
  if (friend === undefined || typeof name !== 'string') return refused(1)
  friend.remarkName = name
  announce(world, account, id)
  return done()
}

function pin(world: WorldState, account: Account, id: string, op: unknown): Answer {
  if ((op !== 0 && op !== 1) || (!account.friends.has(id) && !account.rooms.has(id))) return refused(1)
  if (op === 1) account.pinned.add(id)
  else account.pinned.delete(id)
  announce(world, account, id)
  return done()
}
