import { checkNumber } from '../check-number.js'
import { failure } from '../errors.js'
import type { Account, AutoPhone } from './account.js'
import type { AccountOptions, PersonOptions, RoomOptions } from './cast.js'
import type { Random } from './random.js'
import { createShelf } from './shelf.js'
import { createSyncQueue } from './sync-queue.js'
import { createPace } from './too-often.js'
import type { Person, Room, WorldState } from './world-state.js'

type Places = Pick<WorldState, 'random' | 'settings' | 'now'> & {
  readonly accounts: Map<string, Account>
  readonly persons: Map<string, Person>
  readonly rooms: Map<string, Room>
}

export function createPersonRecord(options: Omit<PersonOptions, 'kind'>, random: Random, kind: Person['kind']): Person {
  const { id, nickName = id, friendOf = 'all', alias = '', signature = '', sex = 0, province = '', city = '' } = options
  const wxid = kind === 'special' ? id : `${kind === 'official' ? 'gh_' : 'wxid_'}${random.hex(14)}`
  const headSeq = 620_000_000 + random.below(60_000_000)
  return { id, wxid, kind, nickName, alias, signature, sex, province, city, headSeq, friendOf, avatar: undefined }
}

/** The phone that scans and confirms half a second after it could. */
const promptPhone: AutoPhone = { scanAfter: 500, confirmAfter: 500 }

/** What a phone does by itself; throws an `argument` failure for a delay that makes no sense. */
export function phoneOf(chosen: 'manual' | 'auto' | AutoPhone): 'manual' | AutoPhone {
  if (typeof chosen === 'object') for (const [name, ms] of Object.entries(chosen)) checkNumber(name, ms, { from: 0 })
  return chosen === 'auto' ? promptPhone : chosen
}

/** An account is a person, too, and a friend of all who are friends with everybody. */
export function createAccount(places: Places, options: AccountOptions, phone: 'manual' | 'auto' | AutoPhone): Account {
  const { random, settings, now, persons, accounts } = places
  const { id, webLogin = 'allowed', uin = String(200_000_000 + random.below(1_800_000_000)) } = options
  free(places, id)
  const account: Account = {
    id,
    uin,
    webLogin,
    phone: phoneOf(options.phone ?? phone),
    friends: new Map(),
    rooms: new Map(),
    recent: new Set(),
    requests: new Map(),
    asked: new Map(),
    pinned: new Set(),
    markedRead: new Map(),
    queue: createSyncQueue(() => settings.retain, Math.floor(now() / 1_000)),
    shelf: createShelf(now, () => settings.mediaLife),
    sent: [],
    sentByClientId: new Map(),
    sentById: new Map(),
    read: 0,
    pace: { send: createPace(), room: createPace(), request: createPace() },
  }
  const person = createPersonRecord(options, random, 'person')
  for (const other of [...persons.values()].filter(({ kind }) => kind !== 'special')) befriend(account, other)
  for (const other of accounts.values()) befriend(other, person)
  persons.set(id, person)
  accounts.set(id, account)
  return account
}

function befriend(account: Account, { id, friendOf }: Person): void {
  if (friendOf !== 'all' && !friendOf.includes(account.id)) return
  account.friends.set(id, { id, remarkName: '', starred: false, deletedYou: false, blockedYou: false })
}

export function createRoomRecord(places: Places, options: RoomOptions): Room {
  const { random, accounts, rooms } = places
  const { id, topic = '', saved = false, muted = false, recent = true } = options
  const members = options.members.map((member) =>
    typeof member === 'string' ? { id: member, displayName: '' } : member,
  )
  free(places, id)
  const stranger = members.find((member) => !places.persons.has(member.id))
  if (stranger !== undefined) throw failure('argument', { name: 'members', why: `there is no ${stranger.id}` })
  const room: Room = {
    id,
    chatroom: `${1 + random.below(9)}${random.digits(10)}@chatroom`,
    topic,
    owner: options.owner ?? members[0]?.id ?? '',
    members: new Map(members.map((member) => [member.id, member.displayName])),
    invited: new Map(),
    restricted: false,
    headSeq: 620_000_000 + random.below(60_000_000),
  }
  rooms.set(id, room)
  for (const member of members) {
    const account = accounts.get(member.id)
    account?.rooms.set(id, { id, saved, muted })
    if (recent) account?.recent.add(id)
  }
  return room
}

/** Persons, accounts and rooms share one set of ids. */
export function free({ persons, rooms }: Pick<Places, 'persons' | 'rooms'>, id: string): void {
  if (id === '' || persons.has(id) || rooms.has(id)) throw failure('argument', { name: 'id', why: `'${id}' is taken` })
}
