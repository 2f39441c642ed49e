import { defer, of } from 'rxjs'
import type { Account } from '../account.js'
import { jsonAnswer } from '../answer.js'
import { authoriseBody } from '../authorise.js'
import { personJson } from '../contact-json.js'
import { baseResponse, refusal } from '../refusal.js'
import { roomJson } from '../room-json.js'
import type { Route } from '../route.js'
import type { Session } from '../session.js'
import { fields, isList, type JsonObject } from '../wire-json.js'
import type { WorldState } from '../world-state.js'

/** Names per request; more are refused. */
const most = 50

/** Details of rooms, friends, strangers and members of rooms. Unknown names are left out; the order is not the request's. */
export const webwxbatchgetcontact: Route = (world, request) =>
  defer(() => {
    const authorised = authoriseBody(world, request)
    if (authorised.type === 'refused') return of(refusal('webwxbatchgetcontact', authorised.ret))
    const { session, body } = authorised
    const account = world.accounts.get(session.account)
    if (!isList(body.List)) return of(refusal('webwxbatchgetcontact', 1200))
    if (account === undefined || body.List.length > most) return of(refusal('webwxbatchgetcontact', 1))
    const found = body.List.flatMap((asked) => details(world, account, session, fields(asked)) ?? []).reverse()
    return of(jsonAnswer({ BaseResponse: baseResponse(0), Count: found.length, ContactList: found }))
  })

function details(
  world: WorldState,
  account: Account,
  session: Session,
  { UserName, EncryChatRoomId }: Readonly<Record<string, unknown>>,
): JsonObject | undefined {
  const id = typeof UserName === 'string' ? session.names.idOf(UserName) : undefined
  if (id === undefined) return undefined
  const room = world.rooms.get(id)
  if (room !== undefined) return roomJson(world, account, session, room, 'full', '')
  const person = world.persons.get(id)
  if (person === undefined) return undefined
  return {
    ...personJson(account, session, person, ''),
    EncryChatRoomId: roomKey(world, account, session, EncryChatRoomId),
  }
}

/** A member is asked for with its room, by the room's EncryChatRoomId or by its UserName. `0` says that there was none. */
function roomKey(world: WorldState, account: Account, session: Session, asked: unknown): string {
  if (typeof asked !== 'string' || asked === '') return '0'
  const { names } = session
  const room = [...account.rooms.keys()].find((id) => names.roomKeyOf(id) === asked || names.nameOf(id) === asked)
  return room === undefined || !world.rooms.has(room) ? '0' : names.roomKeyOf(room)
}
