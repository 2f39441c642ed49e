import type { Contact } from '../protocol/contact.js'
import type { Identity } from './env.js'

/**
 * Own ids of people and rooms, which outlive a login. A login gives everybody a new UserName; an old id is found again
 * by an exact and unique match of the remark, else the alias, else the nickname. What could be two people is taken to be
 * somebody new: a wrong match would talk to the wrong person, a missed one only forgets.
 */
export interface Identities {
  /** A new login: all UserNames known so far mean nothing any more. */
  readonly begin: (epoch: number, self: string) => void
  /** Looks at the whole address book, finds old ids and mints new ones. */
  readonly observe: (book: Iterable<Contact>) => void
  /** The id behind a UserName of the present login, minted at first sight. */
  readonly idOf: (userName: string, seen?: Contact) => string
  readonly userNameOf: (id: string) => string | undefined
  /** The evidence kept with an id: the names it was last seen with. */
  readonly get: (id: string) => Identity | undefined
  /** What changed since the last call, to be committed. */
  readonly changed: () => readonly Identity[]
}

/** The id of the account itself. */
export const selfId = 'self'

type Evidence = 'remarkName' | 'alias' | 'nickName'
const classes: readonly Evidence[] = ['remarkName', 'alias', 'nickName']

export function createIdentities(saved: readonly Identity[], savedEpoch: number): Identities {
  const byId = new Map(saved.map((identity) => [identity.id, identity]))
  const present = new Map<string, string>()
  const dirty = new Set<string>()
  let epoch = savedEpoch
  let old: OldIdentities = indexOld([])

  const put = (identity: Identity): string => {
    byId.set(identity.id, identity)
    present.set(identity.userName, identity.id)
    dirty.add(identity.id)
    return identity.id
  }

  for (const identity of saved) if (identity.epoch === epoch) present.set(identity.userName, identity.id)
  old = indexOld([...byId.values()].filter((identity) => identity.epoch !== epoch))

  const mint = (userName: string, seen: Contact | undefined): string => {
    const id = freeId(userName, (taken) => byId.has(taken))
    return put({ id, kind: isRoom(userName) ? 'room' : 'person', ...evidenceOf(seen), epoch, userName })
  }

  const update = (id: string, seen: Contact): void => {
    const known = byId.get(id)
    const evidence = evidenceOf(seen)
    if (known === undefined || (seen.nickName === '' && seen.remarkName === '')) return
    if (classes.every((name) => known[name] === evidence[name])) return
    put({ ...known, ...evidence })
  }

  const rebind = (id: string, seen: Contact): void => {
    const known = byId.get(id)
    if (known === undefined) return
    old.remove(known)
    put({ ...known, ...evidenceOf(seen), epoch, userName: seen.userName })
  }

  return {
    begin: (next, self) => {
      epoch = next
      present.clear()
      for (const identity of byId.values()) if (identity.epoch === epoch) present.set(identity.userName, identity.id)
      old = indexOld([...byId.values()].filter((identity) => identity.epoch !== epoch && identity.id !== selfId))
      put({ id: selfId, kind: 'person', remarkName: '', alias: '', nickName: '', epoch, userName: self })
    },
    observe: (book) => {
      const contacts = [...book]
      const strangers = contacts.filter(({ userName }) => isVolatile(userName) && !present.has(userName))
      for (const seen of contacts) {
        const id = present.get(seen.userName)
        if (id !== undefined && id !== selfId) update(id, seen)
      }
      const counts = old.size === 0 || strangers.length === 0 ? undefined : countEvidence(contacts)
      for (const seen of strangers) {
        const match = counts === undefined ? undefined : findOld(old, counts, seen)
        if (match === undefined) mint(seen.userName, seen)
        else rebind(match, seen)
      }
    },
    idOf: (userName, seen) => {
      if (!isVolatile(userName)) return userName
      return present.get(userName) ?? mint(userName, seen)
    },
    userNameOf: (id) => {
      const identity = byId.get(id)
      if (identity === undefined) return /^[pr]_|^$/.test(id) ? undefined : id
      return identity.epoch === epoch ? identity.userName : undefined
    },
    get: (id) => byId.get(id),
    changed: () => {
      const identities = [...dirty].flatMap((id) => byId.get(id) ?? [])
      dirty.clear()
      return identities
    },
  }
}

const isRoom = (userName: string): boolean => userName.startsWith('@@') || userName.endsWith('@chatroom')

/** Names such as `filehelper` stay the same and are their own ids. */
const isVolatile = (userName: string): boolean => userName.startsWith('@') || userName.endsWith('@chatroom')

const evidenceOf = (seen: Contact | undefined): Pick<Identity, Evidence> => ({
  remarkName: seen?.remarkName ?? '',
  alias: seen?.alias ?? '',
  nickName: seen?.nickName ?? '',
})

/** The first digits of the UserName it was first seen under: the same person in the same login gets the same id. */
function freeId(userName: string, isTaken: (id: string) => boolean): string {
  const prefix = isRoom(userName) ? 'r' : 'p'
  const digits = userName.replace(/[^0-9a-zA-Z]/g, '')
  for (let length = 12; length < digits.length; length += 4) {
    const id = `${prefix}_${digits.slice(0, length)}`
    if (!isTaken(id)) return id
  }
  let id = `${prefix}_${digits}`
  for (let again = 2; isTaken(id); again += 1) id = `${prefix}_${digits}_${again}`
  return id
}

interface OldIdentities {
  readonly size: number
  readonly find: (key: string) => readonly Identity[]
  readonly remove: (identity: Identity) => void
}

const keyOf = (kind: string, evidence: Evidence, value: string): string => `${kind}/${evidence}/${value}`

function indexOld(identities: readonly Identity[]): OldIdentities {
  const index = new Map<string, Set<Identity>>()
  const left = new Set(identities)
  for (const identity of identities)
    for (const evidence of classes) {
      if (identity[evidence] === '') continue
      const key = keyOf(identity.kind, evidence, identity[evidence])
      index.set(key, (index.get(key) ?? new Set()).add(identity))
    }
  return {
    get size() {
      return left.size
    },
    find: (key) => [...(index.get(key) ?? [])],
    remove: (identity) => {
      left.delete(identity)
      for (const evidence of classes) index.get(keyOf(identity.kind, evidence, identity[evidence]))?.delete(identity)
    },
  }
}

function countEvidence(contacts: readonly Contact[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const seen of contacts)
    for (const evidence of classes) {
      if (seen[evidence] === '') continue
      const key = keyOf(isRoom(seen.userName) ? 'room' : 'person', evidence, seen[evidence])
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
  return counts
}

/**
 * The best class of evidence that both sides have decides: exactly one old and one new contact share it, or nobody is
 * matched. A weaker class never overrules a stronger one that speaks against it.
 */
function findOld(old: OldIdentities, counts: ReadonlyMap<string, number>, seen: Contact): string | undefined {
  const kind = isRoom(seen.userName) ? 'room' : 'person'
  for (const [rank, evidence] of classes.entries()) {
    if (seen[evidence] === '') continue
    const key = keyOf(kind, evidence, seen[evidence])
    const candidates = old.find(key)
    if (candidates.length === 0) continue
    const [only] = candidates
    if (candidates.length > 1 || only === undefined || (counts.get(key) ?? 0) > 1) return undefined
    const contradicted = classes
      .slice(0, rank)
      .some((stronger) => only[stronger] !== '' && seen[stronger] !== '' && only[stronger] !== seen[stronger])
    return contradicted ? undefined : only.id
  }
  return undefined
}
