import { defer, of } from 'rxjs'
import type { Account } from '../account.js'
import { type Answer, jsonAnswer } from '../answer.js'
import { authoriseBody } from '../authorise.js'
import { refusedService } from '../capability.js'
import { memberStatus, newMemberJson } from '../new-member-json.js'
import { baseResponse, refusal } from '../refusal.js'
import { admit } from '../room-changes.js'
import type { Route } from '../route.js'
import type { Session } from '../session.js'
import { tooOften } from '../too-often.js'
import { fields, isList } from '../wire-json.js'
import { wireText } from '../wire-text.js'
import type { WorldState } from '../world-state.js'

/** A room with at least two friends. It comes to everybody in it through webwxsync, too. */
export const webwxcreatechatroom: Route = (world, request) =>
  defer(() => {
    const authorised = authoriseBody(world, request)
    if (authorised.type === 'refused') return of(refused(authorised.ret))
    const { session, body } = authorised
    const account = world.accounts.get(session.account)
    if (account === undefined) return of(refused(1100))
    return of(refusedService(world, 'createRoom', request.endpoint) ?? create(world, account, session, body))
  })

const refused = (ret: number, message = ''): Answer => refusal('webwxcreatechatroom', ret, message)

function create(
  world: WorldState,
  account: Account,
  session: Session,
  { MemberList, MemberCount, Topic = '' }: Readonly<Record<string, unknown>>,
): Answer {
  if (!isList(MemberList) || MemberList.length !== MemberCount || typeof Topic !== 'string') return refused(1)
  const names = MemberList.map((member) => fields(member).UserName)
  const ids = names.map((name) => (typeof name === 'string' ? session.names.idOf(name) : undefined))
  const friends = ids.flatMap((id) => (id !== undefined && account.friends.has(id) ? [id] : []))
  if (friends.length < 2 || friends.length !== MemberList.length || new Set(friends).size < friends.length) {
    return refused(1)
  }
  if (tooOften(world.settings.roomLimit, account.pace.room, world.now()))
    return refused(1205, '操作太频繁，请稍后再试。')
  const joined = friends.filter((id) => memberStatus(account, id) === 0)
  if (joined.length === 0) return refused(1)
  const room = world.openRoom({ id: freshId(world), topic: Topic, members: [account.id] })
  admit(world, room, joined, account.id)
  return jsonAnswer({
    BaseResponse: baseResponse(0, 'Everything is OK'),
    Topic: wireText(Topic),
    PYInitial: '',
    QuanPin: '',
    MemberCount: friends.length,
    MemberList: friends.map((id) => newMemberJson(world, account, session, id)),
    ChatRoomName: session.names.nameOf(room.id),
    BlackList: '',
  })
}

function freshId({ rooms, persons }: WorldState): string {
  let count = rooms.size + 1
  while (rooms.has(`room-${count}`) || persons.has(`room-${count}`)) count += 1
  return `room-${count}`
}
