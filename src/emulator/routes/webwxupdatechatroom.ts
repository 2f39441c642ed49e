import { defer, of } from 'rxjs'
import type { Account } from '../account.js'
import { type Answer, jsonAnswer } from '../answer.js'
import { authoriseBody } from '../authorise.js'
import { type Capability, refusedService } from '../capability.js'
import { deliver } from '../deliver.js'
import { memberStatus, newMemberJson } from '../new-member-json.js'
import { baseResponse, refusal } from '../refusal.js'
import { admit, depart, expel, retitle } from '../room-changes.js'
import type { Route } from '../route.js'
import { createSends } from '../send-verbs.js'
import type { Session } from '../session.js'
import { tooOften } from '../too-often.js'
import type { JsonObject } from '../wire-json.js'
import type { Room, WorldState } from '../world-state.js'

interface Deed {
  readonly world: WorldState
  readonly account: Account
  readonly session: Session
  readonly room: Room
  readonly body: Readonly<Record<string, unknown>>
}

/** Members and the name of a room that the account is in; `fun` says what is done. */
export const webwxupdatechatroom: Route = (world, request) =>
  defer(() => {
    const authorised = authoriseBody(world, request)
    if (authorised.type === 'refused') return of(refused(authorised.ret))
    const { session, body } = authorised
    const account = world.accounts.get(session.account)
    const { ChatRoomName } = body
    const id = typeof ChatRoomName === 'string' ? session.names.idOf(ChatRoomName) : undefined
    const room = id === undefined ? undefined : world.rooms.get(id)
    const fun = request.query.get('fun') ?? ''
    const known = Object.hasOwn(deeds, fun) ? deeds[fun] : undefined
    if (account === undefined || known === undefined || room === undefined) return of(refused(1))
    if (!account.rooms.has(room.id)) return of(refused(1))
    const [capability, deed] = known
    return of(refusedService(world, capability, request.endpoint) ?? deed({ world, account, session, room, body }))
  })

const refused = (ret: number, message = ''): Answer => refusal('webwxupdatechatroom', ret, message)

const done = (members: readonly JsonObject[] = []): Answer =>
  jsonAnswer({ BaseResponse: baseResponse(0), MemberCount: members.length, MemberList: members })

const tooMuch = ({ world, account }: Deed): boolean =>
  tooOften(world.settings.roomLimit, account.pace.room, world.now())

const frequent = (): Answer => refused(1205, '操作太频繁，请稍后再试。')

/** The persons of a comma-separated list; undefined where there is none, or one that is not known. */
function idsIn({ names }: Session, list: unknown): readonly string[] | undefined {
  if (typeof list !== 'string' || list === '') return undefined
  const ids = list.split(',').flatMap((name) => names.idOf(name) ?? [])
  return ids.length === list.split(',').length && new Set(ids).size === ids.length ? ids : undefined
}

/** Friends who are not in the room. */
function newcomers({ account, session, room }: Deed, list: unknown): readonly string[] | undefined {
  const ids = idsIn(session, list)
  return ids?.every((id) => account.friends.has(id) && !room.members.has(id)) === true ? ids : undefined
}

function addMembers(deed: Deed): Answer {
  const { world, account, session, room, body } = deed
  const ids = newcomers(deed, body.AddMemberList)
  if (ids === undefined || room.members.size + ids.length >= world.settings.inviteFrom) return refused(1)
  if (tooMuch(deed)) return frequent()
  const joined = ids.filter((id) => memberStatus(account, id) === 0)
  if (joined.length > 0) admit(world, room, joined, account.id)
  return done(ids.map((id) => newMemberJson(world, account, session, id)))
}

/** A card in the chat with each of them. */
function inviteMembers(deed: Deed): Answer {
  const { world, account, session, room, body } = deed
  const ids = newcomers(deed, body.InviteMemberList)
  if (ids === undefined) return refused(1)
  if (tooMuch(deed)) return frequent()
  const sends = createSends(world, account.id, (to, draft) => deliver(world, account.id, to, draft))
  for (const id of ids) {
    room.invited.set(id, account.id)
    sends.sendInvitation(id, room.id)
  }
  return done(ids.map((id) => newMemberJson(world, account, session, id)))
}

function removeMembers({ world, account, session, room, body }: Deed): Answer {
  const ids = idsIn(session, body.DelMemberList)
  if (room.owner !== account.id || ids === undefined) return refused(1)
  if (!ids.every((id) => id !== account.id && room.members.has(id))) return refused(1)
  expel(world, room, ids, account.id, 'text')
  return done()
}

function rename({ world, account, room, body }: Deed): Answer {
  const { NewTopic } = body
  if (typeof NewTopic !== 'string' || NewTopic === '') return refused(1)
  if (room.restricted && room.owner !== account.id) return refused(1)
  retitle(world, room, NewTopic, account.id)
  return done()
}

function leave({ world, account, room }: Deed): Answer {
  depart(world, room, account.id)
  return done()
}

const deeds: Readonly<Record<string, readonly [Capability, (deed: Deed) => Answer]>> = {
  addmember: ['addMember', addMembers],
  invitemember: ['inviteMember', inviteMembers],
  delmember: ['removeMember', removeMembers],
  modtopic: ['renameRoom', rename],
  quitchatroom: ['leaveRoom', leave],
}
