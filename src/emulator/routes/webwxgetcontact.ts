import { defer, of } from 'rxjs'
import type { Account } from '../account.js'
import { jsonAnswer } from '../answer.js'
import { authoriseQuery } from '../authorise.js'
import { personJson } from '../contact-json.js'
import { baseResponse, refusal } from '../refusal.js'
import { roomJson } from '../room-json.js'
import type { Route } from '../route.js'
import type { Session } from '../session.js'
import type { JsonObject } from '../wire-json.js'
import type { WorldState } from '../world-state.js'

/** Where `Seq` begins: it is not an index for the client. */
const seqBase = 620_986_000

/** The address book, page by page: the account itself, friends, official accounts, saved rooms without members. */
export const webwxgetcontact: Route = (world, request) =>
  defer(() => {
    const authorised = authoriseQuery(world, request)
    if (authorised.type === 'refused') return of(refusal('webwxgetcontact', authorised.ret))
    const { session } = authorised
    const account = world.accounts.get(session.account)
    if (account === undefined) return of(refusal('webwxgetcontact', 1100))
    const ids = addressBook(account)
    const seq = Number(request.query.get('seq') ?? 0)
    const from = seq > seqBase ? seq - seqBase : 0
    const until = from + world.settings.pageSize
    const skey = world.settings.freshSkey ? session.freshSkey : session.skey
    const page = ids.slice(from, until).flatMap((id) => entry(world, account, session, id, skey) ?? [])
    return of(
      jsonAnswer({
        BaseResponse: baseResponse(0),
        MemberCount: page.length,
        MemberList: page,
        Seq: until < ids.length ? seqBase + until : 0,
      }),
    )
  })

function addressBook(account: Account): readonly string[] {
  const saved = [...account.rooms.values()].filter((room) => room.saved)
  return [account.id, ...account.friends.keys(), ...saved.map(({ id }) => id)]
}

function entry(
  world: WorldState,
  account: Account,
  session: Session,
  id: string,
  skey: string,
): JsonObject | undefined {
  const room = world.rooms.get(id)
  if (room !== undefined) return roomJson(world, account, session, room, 'bare', skey)
  const person = world.persons.get(id)
  return person === undefined ? undefined : personJson(account, session, person, skey)
}
