import { defer, of } from 'rxjs'
import type { Account } from '../account.js'
import { nothing, pictureAnswer } from '../answer.js'
import type { Bytes } from '../bytes.js'
import { downloader } from '../download.js'
import { labelledPicture } from '../picture.js'
import type { Request } from '../request.js'
import type { Route } from '../route.js'
import type { Session } from '../session.js'
import type { WorldState } from '../world-state.js'

/** Avatars: of persons with webwxgeticon, of rooms with webwxgetheadimg. */
export const icon: Route = (world, request) =>
  defer(() => {
    const who = downloader(world, request)
    const bytes = who === undefined ? undefined : avatar(world, who.account, who.session, request)
    return of(bytes === undefined ? nothing('image/jpeg') : pictureAnswer(bytes))
  })

function avatar(world: WorldState, account: Account, session: Session, { query }: Request): Bytes | undefined {
  // ItChat writes userName.
  const id = session.names.idOf(query.get('username') ?? query.get('userName') ?? '') ?? ''
  const room = world.rooms.get(id)
  if (room !== undefined) return account.rooms.has(id) ? labelledPicture(`${id} ${room.headSeq}`) : undefined
  const person = world.persons.get(id)
  if (person === undefined || !shows(world, account, session, id, query)) return undefined
  return person.avatar ?? labelledPicture(`${id} ${person.headSeq}`)
}

/** Strangers show theirs to those who say in which room, or in which request, they have met. */
function shows(world: WorldState, account: Account, session: Session, id: string, query: URLSearchParams): boolean {
  if (id === account.id || account.friends.has(id) || world.persons.get(id)?.kind === 'special') return true
  const { names } = session
  const key = query.get('chatroomid') ?? ''
  const met = [...account.rooms.keys()].find((room) => names.roomKeyOf(room) === key || names.nameOf(room) === key)
  return (met !== undefined && world.rooms.get(met)?.members.has(id) === true) || (query.get('msgid') ?? '') !== ''
}
