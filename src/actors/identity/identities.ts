import type { Contact, Member } from '../../protocol/contact.js'
import { type Changes, type Identity, identityLimit } from '../env.js'
import { type Evidence, evidenceOf, isFindable, isRoomName, isSameEvidence, noEvidence } from './evidence.js'
import { matchIdentities, type Present } from './match-identities.js'

/**
 * Own ids of people and rooms, which outlive a login. A login gives everybody a new UserName; an old id is found again by ranked
 * evidence, where exactly one old and one present contact share it. What could be two people is taken to be somebody new and told of: a wrong
 * match would talk to the wrong person, a missed one only forgets.
 */
export interface Identities {
  /** A new login: all UserNames known so far mean nothing any more. */
  readonly begin: (epoch: number, self: string) => void
  /**
   * Looks at the whole address book, finds old ids and mints new ones; answers with those that could be somebody known. Only a complete book
   * tells who is alone in having a name, so look at no other.
   */
  readonly observe: (book: Iterable<Contact>) => readonly Ambiguity[]
  /** The id behind a UserName of the present login, minted at first sight. */
  readonly idOf: (userName: string, seen?: Contact) => string
  /** The id of a member of a room who may be in no address book. `room` is the room's id. */
  readonly idOfMember: (room: string, member: Member, members: readonly Member[]) => string
  /** From now on the contact that has the id `present` is the old one `id`. False where one of them is not known or they are of two kinds. */
  readonly bind: (present: string, id: string) => boolean
  readonly userNameOf: (id: string) => string | undefined
  /** The evidence kept with an id: the names it was last seen with. */
  readonly get: (id: string) => Identity | undefined
  /** Another number after every change: what was asked before may be answered otherwise now. */
  readonly version: () => number
  /** What changed since the last call, to be committed. */
  readonly changes: () => IdentityChanges
  /** There are changes that were not asked for yet. */
  readonly isDirty: () => boolean
  /** They could not be committed: the next `changes` has them again. */
  readonly uncommitted: (changes: IdentityChanges) => void
}

export type IdentityChanges = Pick<Changes, 'identities' | 'forgotten'>

/** Somebody who may be one of several known ones, or one that others may be, too. */
export interface Ambiguity {
  /** The id that was minted. */
  readonly id: string
  readonly candidates: readonly string[]
}

/** The id of the account itself. */
export const selfId = 'self'

export function createIdentities(saved: readonly Identity[], savedEpoch: number): Identities {
  const byId = new Map(saved.map((identity) => [identity.id, identity]))
  const present = new Map<string, string>()
  const dirty = new Set<string>()
  const gone = new Set<string>()
  /** Minted in this login, and not yet looked at with a complete address book. */
  const unproven = new Set<string>()
  let epoch = savedEpoch
  let version = 0
  let isTidy = false

  const put = (identity: Identity): string => {
    version += 1
    byId.set(identity.id, identity)
    if (identity.boundTo === undefined) present.set(identity.userName, identity.id)
    dirty.add(identity.id)
    gone.delete(identity.id)
    return identity.id
  }

  const recall = (): void => {
    present.clear()
    for (const { id, epoch: seenIn, userName, boundTo } of byId.values())
      if (seenIn === epoch && boundTo === undefined) present.set(userName, id)
  }
  recall()

  const mint = (userName: string, evidence: Evidence, more: Pick<Identity, 'room'> = {}): string => {
    const id = freeId(userName, (taken) => byId.has(taken))
    unproven.add(id)
    return put({ id, ...evidence, epoch, userName, ...more })
  }

  const update = (id: string, seen: Contact): void => {
    const known = byId.get(id)
    const evidence = { ...keptMembers(known), ...evidenceOf(seen) }
    if (known === undefined || (seen.nickName === '' && seen.remarkName === '' && evidence.members === undefined))
      return
    if (!isSameEvidence(known, evidence)) put({ ...bare(known), ...evidence })
  }

  /** The old id gets the UserName; the one that was minted meanwhile, and may stand in the outbox, leads there, too. */
  const rebind = (id: string, userName: string, evidence: Evidence): void => {
    const known = byId.get(id)
    if (known === undefined) return
    const minted = byId.get(present.get(userName) ?? '')
    if (minted !== undefined && minted.id !== id) put({ ...minted, boundTo: id })
    put({ ...bare(known), ...keptMembers(known), ...evidence, epoch, userName })
  }

  const old = (): readonly Identity[] =>
    [...byId.values()].filter((one) => one.epoch !== epoch && one.id !== selfId && one.boundTo === undefined)

  /** Once for each login: those who cannot be found again go, and those who were not found for longest while there are too many. */
  const tidy = (): void => {
    if (isTidy) return
    isTidy = true
    const all = [...byId.values()]
    const targets = new Set(all.flatMap(({ boundTo }) => boundTo ?? []))
    // Those who were bound may stand in the outbox, or with the user.
    const isLost = (one: Identity): boolean => one.boundTo === undefined && !targets.has(one.id) && !isFindable(one)
    const past = all.filter((one) => one.epoch !== epoch && one.id !== selfId)
    const [kept, lost] = [past.filter((one) => !isLost(one)), past.filter(isLost)]
    const excess = Math.max(0, byId.size - lost.length - identityLimit)
    const oldest = kept.sort((one, other) => one.epoch - other.epoch).slice(0, excess)
    for (const { id } of [...lost, ...oldest]) {
      byId.delete(id)
      dirty.delete(id)
      gone.add(id)
    }
    version += 1
  }

  const isStranger = (userName: string): boolean => {
    const id = present.get(userName)
    return isVolatile(userName) && (id === undefined || unproven.has(id))
  }

  return {
    begin: (next, self) => {
      if (next !== epoch) isTidy = false
      epoch = next
      unproven.clear()
      recall()
      put({ id: selfId, ...noEvidence('@'), epoch, userName: self })
    },
    observe: (book) => {
      const contacts = [...book].filter(({ userName }) => isVolatile(userName))
      const strangers = contacts.filter(({ userName }) => isStranger(userName))
      for (const seen of contacts) {
        const id = present.get(seen.userName)
        if (id !== undefined && id !== selfId) update(id, seen)
      }
      if (strangers.length === 0) {
        tidy()
        return []
      }
      const past = old()
      const { found, ambiguous } = matchIdentities(
        past,
        past.length === 0 ? [] : strangers.map(presentOf),
        contacts.map(presentOf),
      )
      const unsure: Ambiguity[] = []
      for (const seen of strangers) {
        const { userName } = seen
        const id = found.get(userName)
        if (id !== undefined) rebind(id, userName, evidenceOf(seen))
        else {
          const minted = present.get(userName) ?? mint(userName, evidenceOf(seen))
          unproven.delete(minted)
          const candidates = ambiguous.get(userName)
          if (candidates !== undefined) unsure.push({ id: minted, candidates })
        }
      }
      tidy()
      return unsure
    },
    idOf: (userName, seen) => {
      if (!isVolatile(userName)) return userName
      return present.get(userName) ?? mint(userName, seen === undefined ? noEvidence(userName) : evidenceOf(seen))
    },
    idOfMember: (room, member, members) => {
      const { userName, nickName } = member
      const id = present.get(userName)
      if (id !== undefined || !isVolatile(userName)) return id ?? userName
      const isAlone = nickName !== '' && members.filter((one) => one.nickName === nickName).length === 1
      const [match, ...others] = isAlone ? old().filter((one) => one.room === room && one.nickName === nickName) : []
      if (match === undefined || others.length > 0)
        return mint(userName, { ...noEvidence(userName), nickName }, { room })
      rebind(match.id, userName, { ...noEvidence(userName), nickName })
      return match.id
    },
    bind: (minted, id) => {
      const [here, known] = [byId.get(minted), byId.get(id)]
      if (here === undefined || known === undefined || here.kind !== known.kind || here.epoch !== epoch) return false
      if (minted === id || minted === selfId || id === selfId || here.boundTo !== undefined) return false
      put({ ...here, boundTo: id })
      const { id: _, boundTo: __, ...now } = here
      // Somebody of whom nothing is known takes no evidence away.
      put({ ...known, ...(isFindable(here) ? now : { epoch: here.epoch, userName: here.userName }) })
      return true
    },
    userNameOf: (id) => {
      const identity = byId.get(id)
      if (identity === undefined) return /^[pr]_|^$/.test(id) ? undefined : id
      if (identity.epoch === epoch) return identity.userName
      const target = identity.boundTo === undefined ? undefined : byId.get(identity.boundTo)
      return target?.epoch === epoch ? target.userName : undefined
    },
    get: (id) => byId.get(id),
    version: () => version,
    changes: () => {
      const [identities, forgotten] = [[...dirty].flatMap((id) => byId.get(id) ?? []), [...gone]]
      dirty.clear()
      gone.clear()
      return {
        ...(identities.length === 0 ? {} : { identities }),
        ...(forgotten.length === 0 ? {} : { forgotten }),
      }
    },
    isDirty: () => dirty.size + gone.size > 0,
    uncommitted: ({ identities = [], forgotten = [] }) => {
      for (const { id } of identities) dirty.add(id)
      for (const id of forgotten) if (!byId.has(id)) gone.add(id)
    },
  }
}

const presentOf = (seen: Contact): Present => ({ userName: seen.userName, evidence: evidenceOf(seen) })

/** Without evidence: new evidence may leave out what the old one had. */
const bare = ({ id, epoch, userName, room, boundTo }: Identity) => ({
  id,
  epoch,
  userName,
  ...(room === undefined ? {} : { room }),
  ...(boundTo === undefined ? {} : { boundTo }),
})

/** A room's members come later than the room; until then the known ones stay. */
const keptMembers = (known: Identity | undefined): Pick<Identity, 'members'> =>
  known?.members === undefined ? {} : { members: known.members }

/** Names such as `filehelper` stay the same and are their own ids. */
const isVolatile = (userName: string): boolean => userName.startsWith('@') || userName.endsWith('@chatroom')

/** The first digits of the UserName it was first seen under: the same person in the same login gets the same id. */
function freeId(userName: string, isTaken: (id: string) => boolean): string {
  const prefix = isRoomName(userName) ? 'r' : 'p'
  const digits = userName.replace(/[^0-9a-zA-Z]/g, '')
  for (let length = 12; length < digits.length; length += 4) {
    const id = `${prefix}_${digits.slice(0, length)}`
    if (!isTaken(id)) return id
  }
  let id = `${prefix}_${digits}`
  for (let again = 2; isTaken(id); again += 1) id = `${prefix}_${digits}_${again}`
  return id
}
