import type { Contact, Member } from '../../protocol/contact.js'
import { type Identity, identityLimit } from '../saved.js'
import { type Evidence, evidenceOf, isFindable, isSameEvidence, noEvidence } from './evidence.js'
import { freeId } from './free-id.js'
import type { IdentityEvent } from './identity-event.js'
import { createIdentityTable, type IdentityChanges, type OwnAccount } from './identity-table.js'
import { type Likely, matchIdentities, type Present } from './match-identities.js'
import { createMemberIndex, isAloneIn } from './member-index.js'
import { verdictOf } from './strength.js'

/**
 * Stable ids of people and rooms, which outlive a login. A login gives everybody a new UserName. Strong evidence alone finds an old id again,
 * where exactly one old and one present contact share it. Whom only weak evidence finds gets a new id, and an event names both:
 * a wrong match would talk to the wrong person, a missed one only waits.
 */
export interface Identities {
  /** A new login: all UserNames known so far mean nothing any more. */
  readonly begin: (epoch: number, self: string, account?: OwnAccount) => void
  /** The account's own id. */
  readonly selfId: () => string
  /** The account's UserName in the present login; '' before there is one. */
  readonly selfName: () => string
  /**
   * Looks at the whole address book, finds old ids and mints new ones. Only a complete book tells who is alone in having a name, so look
   * at no other.
   */
  readonly observe: (book: Iterable<Contact>) => void
  /** The id behind a UserName of the present login, minted at first sight. */
  readonly idOf: (userName: string, seen?: Contact) => string
  /** The id of a member of a room who may be in no address book. */
  readonly idOfMember: (sighting: MemberSighting) => string
  /**
   * From now on the contact that has the id `present` is the old one `id`. The same id twice: a likely match is none. False where one of them is
   * not known or they are of two kinds.
   */
  readonly bind: (present: string, id: string) => boolean
  readonly userNameOf: (id: string) => string | undefined
  /** The evidence kept with an id: the names it was last seen with. */
  readonly get: (id: string) => Identity | undefined
  /** The id that this one leads to; itself where it was not bound. */
  readonly currentId: (id: string) => string
  /** Somebody present is likely this one: what depends on it waits. */
  readonly isAwaited: (id: string) => boolean
  /** Nobody has looked yet for an old id of this UserName in a complete address book. */
  readonly isUnproven: (userName: string) => boolean
  /** Another number after every change: what was asked before may be answered otherwise now. */
  readonly version: () => number
  /** What changed since the last call, to be committed. */
  readonly changes: () => IdentityChanges
  /** There are changes that were not asked for yet. */
  readonly isDirty: () => boolean
  /** They could not be committed: the next `changes` has them again. */
  readonly uncommitted: (changes: IdentityChanges) => void
}

/** Somebody seen among the members of a room. */
export interface MemberSighting {
  /** The room's id. */
  readonly room: string
  readonly member: Member
  readonly members: readonly Member[]
  /** The account's own number, where the service lets it leak; 0 otherwise. It is asked for only where the member is new. */
  readonly uin?: () => number
  /** Only looked at: beyond the number of ids that a store keeps the id is good for this login only. */
  readonly isShown?: boolean
}

export interface IdentitiesOptions {
  /** Whose store it is; '' before the first login. */
  readonly owner?: string
  /** Weak matches are taken. */
  readonly isTrusting?: boolean
  readonly report?: (event: IdentityEvent) => void
}

export function createIdentities(
  saved: readonly Identity[],
  savedEpoch: number,
  { owner = '', isTrusting = false, report = () => {} }: IdentitiesOptions = {},
): Identities {
  const table = createIdentityTable(saved, savedEpoch, owner)
  const members = createMemberIndex(table)
  /** Minted in this login, and not yet looked at with a complete address book. */
  const unproven = new Set<string>()
  /** Likely matches of an earlier process: they are told of once more. */
  const untold = new Set(saved.flatMap((one) => (one.likely === undefined ? [] : one.id)))

  const selfName = (): string => table.userNameOf(table.selfId()) ?? ''

  const evidence = (seen: Contact): Evidence => evidenceOf(seen, selfName())

  const mint = (userName: string, known: Evidence, more: Pick<Identity, 'room' | 'likely'> = {}): string => {
    const id = freeId(userName, (taken) => table.get(taken) !== undefined)
    return table.put({ id, ...known, epoch: table.epoch(), userName, ...more })
  }

  const mintUnproven = (userName: string, known: Evidence): string => {
    const id = mint(userName, known)
    unproven.add(id)
    return id
  }

  const update = (id: string, seen: Contact): void => {
    const known = table.get(id)
    const now = { ...keptMembers(known), ...evidence(seen) }
    if (known === undefined || (seen.nickName === '' && seen.remarkName === '' && now.members === undefined)) return
    if (!isSameEvidence(known, now)) table.put({ ...bare(known), ...now })
  }

  /** The old id gets the UserName; the one that was minted meanwhile, and may stand in the outbox, leads there, too. */
  const rebind = (id: string, userName: string, now: Evidence): void => {
    const known = table.get(id)
    if (known === undefined) return
    const minted = table.get(table.idAt(userName) ?? '')
    const isMinted = minted !== undefined && minted.id !== id
    if (isMinted) table.put({ ...minted, boundTo: id })
    table.put({ ...bare(known), ...keptMembers(known), ...now, epoch: table.epoch(), userName })
    if (known.likely !== undefined) untold.add(id)
    if (isMinted) report({ type: 'idChanged', from: minted.id, to: id, name: nameOf(now) })
  }

  const reportLikely = (id: string, { id: candidate, by }: Likely, names: readonly [Evidence, Evidence]): void => {
    const [name, candidateName] = names.map(nameOf) as [string, string]
    report({ type: 'likely', id, name, candidate, candidateName, by, isTaken: id === candidate })
  }

  const marked = (userName: string, likely: string, now: Evidence, room?: string): string => {
    const minted = table.get(table.idAt(userName) ?? '')
    const more = { likely, ...(room === undefined ? {} : { room }) }
    return minted === undefined
      ? mint(userName, now, more)
      : table.put({ ...bare(minted), ...keptMembers(minted), ...now, ...more })
  }

  /** Only weak evidence speaks for it: it waits, unless such a match is to be taken. */
  const suppose = (userName: string, likely: Likely, now: Evidence, room?: string): string => {
    const known = table.get(likely.id)
    const names = [now, known ?? now] as const
    const id = isTrusting ? likely.id : marked(userName, likely.id, now, room)
    if (isTrusting) rebind(id, userName, now)
    reportLikely(id, likely, names)
    return id
  }

  const isUnproven = (userName: string): boolean => {
    const id = table.idAt(userName)
    return isVolatile(userName) && (id === undefined || unproven.has(id))
  }

  const presentOf = (seen: Contact): Present => ({ userName: seen.userName, evidence: evidence(seen) })

  const match = (strangers: readonly Present[], book: readonly Present[]): void => {
    const past = table.old()
    const { found, likely, ambiguous } = matchIdentities(past, past.length === 0 ? [] : strangers, book)
    for (const { userName, evidence: now } of strangers) {
      const [id, supposed, candidates] = [found.get(userName), likely.get(userName), ambiguous.get(userName)]
      if (id !== undefined) rebind(id, userName, now)
      else if (supposed !== undefined) unproven.delete(suppose(userName, supposed, now))
      else {
        const minted = table.idAt(userName) ?? mint(userName, now)
        unproven.delete(minted)
        if (candidates !== undefined) report({ type: 'ambiguous', id: minted, candidates })
      }
    }
  }

  /** What an earlier process or login left open is still open, or is taken now. Whoever has to settle it hears of it again. */
  const remind = (): void => {
    for (const minted of untold) {
      const [here, candidate] = [table.get(minted), table.get(table.get(minted)?.likely ?? '')]
      if (here?.epoch !== table.epoch() || here.boundTo !== undefined || candidate === undefined) continue
      if (isTrusting) bind(here.id, candidate.id)
      const id = isTrusting ? candidate.id : here.id
      reportLikely(id, { id: candidate.id, by: verdictOf(here, candidate)?.by ?? 'nickName' }, [here, candidate])
    }
    untold.clear()
  }

  /** Somebody who spoke before the room's details came has an id already, of whom nothing is known. */
  const isNewMember = (userName: string): boolean => {
    const id = table.idAt(userName)
    const known = id === undefined ? undefined : table.get(id)
    return known === undefined || (unproven.has(known.id) && !isFindable(known))
  }

  /** Members are in no address book: a name in a room is weak evidence, only a number is strong. */
  const sight = ({ room, member, members: all, uin: uinOf = () => 0, isShown = false }: MemberSighting): string => {
    const { userName, nickName } = member
    const uin = uinOf()
    const now = { ...noEvidence(userName), nickName, ...(uin === 0 ? {} : { uin }) }
    const known = uin === 0 ? undefined : members.byUin(uin)
    if (known !== undefined) {
      rebind(known.id, userName, now)
      return known.id
    }
    const [likely, ...others] = isAloneIn(all, nickName) ? members.named(room, nickName, now) : []
    if (likely !== undefined && others.length === 0)
      return suppose(userName, { id: likely.id, by: 'nickName' }, now, room)
    const minted = table.get(table.idAt(userName) ?? '')
    if (minted !== undefined) return table.put({ ...bare(minted), ...now, room })
    if (isShown && table.size() >= identityLimit) return freeId(userName, (taken) => table.get(taken) !== undefined)
    return mint(userName, now, { room })
  }

  const bind = (minted: string, id: string): boolean => {
    const [here, known] = [table.get(minted), table.get(id)]
    if (here === undefined || known === undefined || here.kind !== known.kind) return false
    if (here.epoch !== table.epoch() || table.isSelf(here.id) || table.isSelf(known.id)) return false
    if (here.boundTo !== undefined) return false
    const { likely, ...settled } = here
    if (here.id === known.id) return likely !== undefined && table.put(settled) === id
    table.put({ ...settled, boundTo: id })
    const { id: _, ...now } = settled
    // Somebody of whom nothing is known takes no evidence away.
    table.put({ ...known, ...(isFindable(here) ? now : { epoch: here.epoch, userName: here.userName }) })
    report({ type: 'idChanged', from: minted, to: id, name: nameOf(here) })
    return true
  }

  return {
    begin: (next, self, account) => {
      unproven.clear()
      table.begin(next, self, account)
    },
    selfId: table.selfId,
    selfName,
    observe: (book) => {
      const contacts = [...book].filter(({ userName }) => isVolatile(userName))
      const strangers = contacts.filter(({ userName }) => isUnproven(userName))
      for (const seen of contacts) {
        const id = table.idAt(seen.userName)
        if (id !== undefined && !table.isSelf(id)) update(id, seen)
      }
      if (strangers.length > 0) match(strangers.map(presentOf), contacts.map(presentOf))
      remind()
      table.tidy()
    },
    idOf: (userName, seen) => {
      if (!isVolatile(userName)) return userName
      return table.idAt(userName) ?? mintUnproven(userName, seen === undefined ? noEvidence(userName) : evidence(seen))
    },
    idOfMember: (sighting) => {
      const { userName } = sighting.member
      if (!isVolatile(userName)) return userName
      const id = isNewMember(userName) ? sight(sighting) : table.idAt(userName)
      return id ?? userName
    },
    bind,
    userNameOf: table.userNameOf,
    get: table.get,
    currentId: (id) => table.current(id)?.id ?? id,
    isAwaited: table.isAwaited,
    isUnproven,
    version: table.version,
    changes: table.changes,
    isDirty: table.isDirty,
    uncommitted: table.uncommitted,
  }
}

const nameOf = ({ remarkName, nickName }: Evidence): string => remarkName || nickName

/** Without evidence: new evidence may leave out what the old one had. */
const bare = ({ id, epoch, userName, room, boundTo, likely }: Identity) => ({
  id,
  epoch,
  userName,
  ...(room === undefined ? {} : { room }),
  ...(boundTo === undefined ? {} : { boundTo }),
  ...(likely === undefined ? {} : { likely }),
})

/** A room's members come later than the room; until then the known ones stay. */
const keptMembers = (known: Identity | undefined): Pick<Identity, 'members'> =>
  known?.members === undefined ? {} : { members: known.members }

/** Names such as `filehelper` stay the same and are their own ids. */
const isVolatile = (userName: string): boolean => userName.startsWith('@') || userName.endsWith('@chatroom')
