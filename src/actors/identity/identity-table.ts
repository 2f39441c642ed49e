import type { Changes } from '../env.js'
import { type Identity, identityLimit } from '../saved.js'
import { isFindable, noEvidence } from './evidence.js'
import { selfIdOf, selfTarget } from './self-id.js'

/** What a commit says about identities. */
export type IdentityChanges = Pick<Changes, 'identities' | 'forgotten'>

/** The stable ids, who has them in the present login, and what of it is not in the store yet. */
export interface IdentityTable {
  readonly all: () => Iterable<Identity>
  readonly size: () => number
  readonly get: (id: string) => Identity | undefined
  /** The record that an id leads to, once it was bound to another. */
  readonly current: (id: string) => Identity | undefined
  /** The id that has this UserName in the present login. */
  readonly idAt: (userName: string) => string | undefined
  readonly userNameOf: (id: string) => string | undefined
  readonly put: (identity: Identity) => string
  readonly epoch: () => number
  readonly begin: (epoch: number, self: string, account?: OwnAccount) => void
  readonly selfId: () => string
  readonly isSelf: (id: string) => boolean
  /** Those of earlier logins whom nothing has found yet. */
  readonly old: () => readonly Identity[]
  /** Somebody present is likely this one. */
  readonly isAwaited: (id: string) => boolean
  /** Once for each login: forgets whom nothing can find again, and the least recently found beyond the limit. */
  readonly tidy: () => void
  readonly version: () => number
  readonly changes: () => IdentityChanges
  readonly isDirty: () => boolean
  readonly uncommitted: (changes: IdentityChanges) => void
}

/** What a login says about the account itself. */
export interface OwnAccount {
  /** '' where it is not known. */
  readonly uin?: string
  readonly nickName?: string
}

/** How many times an id may lead to another. */
const longestWay = 20

export function createIdentityTable(saved: readonly Identity[], savedEpoch: number, owner = ''): IdentityTable {
  const byId = new Map(saved.map((identity) => [identity.id, identity]))
  const present = new Map<string, string>()
  const awaited = new Map<string, number>()
  const dirty = new Set<string>()
  const gone = new Set<string>()
  let selfId = selfIdOf(owner)
  let epoch = savedEpoch
  let version = 0
  let isTidy = false

  const isSelf = (id: string): boolean => id === selfId || id === selfTarget

  /** Counts, in the present login, who is likely an earlier one. */
  const countLikely = (identity: Identity | undefined, change: 1 | -1): void => {
    if (identity?.likely === undefined || identity.epoch !== epoch || identity.boundTo !== undefined) return
    awaited.set(identity.likely, (awaited.get(identity.likely) ?? 0) + change)
  }

  const put = (identity: Identity): string => {
    version += 1
    countLikely(byId.get(identity.id), -1)
    byId.set(identity.id, identity)
    countLikely(identity, 1)
    if (identity.boundTo === undefined) present.set(identity.userName, identity.id)
    dirty.add(identity.id)
    gone.delete(identity.id)
    return identity.id
  }

  const recall = (): void => {
    present.clear()
    awaited.clear()
    for (const identity of byId.values()) {
      if (identity.epoch === epoch && identity.boundTo === undefined) present.set(identity.userName, identity.id)
      countLikely(identity, 1)
    }
  }

  /** A store of an earlier version calls the account `self`: that id leads to the account's own id from now on. */
  const adopt = (): void => {
    const known = byId.get(selfTarget)
    if (selfId === selfTarget || known === undefined || known.boundTo !== undefined) return
    if (!byId.has(selfId)) put({ ...known, id: selfId })
    put({ ...known, boundTo: selfId })
  }
  adopt()
  recall()

  const current = (id: string): Identity | undefined => {
    let one = byId.get(id)
    for (let step = 0; one?.boundTo !== undefined && step < longestWay; step += 1) one = byId.get(one.boundTo)
    return one
  }

  const forget = (id: string): void => {
    countLikely(byId.get(id), -1)
    byId.delete(id)
    dirty.delete(id)
    gone.add(id)
  }

  return {
    all: () => byId.values(),
    size: () => byId.size,
    get: (id) => byId.get(id === selfTarget ? selfId : id),
    current: (id) => current(id === selfTarget ? selfId : id),
    idAt: (userName) => present.get(userName),
    userNameOf: (given) => {
      const id = given === selfTarget ? selfId : given
      const identity = byId.get(id)
      if (identity === undefined) return /^[pr]_|^$|^self$/.test(id) ? undefined : id
      if (identity.epoch === epoch) return identity.userName
      const target = current(id)
      return target?.epoch === epoch ? target.userName : undefined
    },
    put,
    epoch: () => epoch,
    begin: (next, self, { uin = '', nickName = '' } = {}) => {
      if (next !== epoch) isTidy = false
      epoch = next
      if (uin !== '') selfId = selfIdOf(uin)
      adopt()
      recall()
      put({ id: selfId, ...noEvidence('@'), nickName, epoch, userName: self })
    },
    selfId: () => selfId,
    isSelf,
    old: () => [...byId.values()].filter((one) => one.epoch !== epoch && !isSelf(one.id) && one.boundTo === undefined),
    isAwaited: (id) => (awaited.get(id) ?? 0) > 0,
    tidy: () => {
      if (isTidy) return
      isTidy = true
      for (const id of forgettable([...byId.values()], epoch, isSelf)) forget(id)
      version += 1
    },
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

/** Those who cannot be found again, and those who were not found for longest while there are too many. */
function forgettable(all: readonly Identity[], epoch: number, isSelf: (id: string) => boolean): readonly string[] {
  // Those who were bound may stand in the outbox, or with the user; and so may those who are waited for.
  const targets = new Set(all.flatMap(({ boundTo, likely }) => [boundTo ?? [], likely ?? []].flat()))
  const isLost = (one: Identity): boolean => one.boundTo === undefined && !targets.has(one.id) && !isFindable(one)
  const past = all.filter((one) => one.epoch !== epoch && !isSelf(one.id))
  const [kept, lost] = [past.filter((one) => !isLost(one)), past.filter(isLost)]
  const excess = Math.max(0, all.length - lost.length - identityLimit)
  const oldest = kept.sort((one, other) => one.epoch - other.epoch).slice(0, excess)
  return [...lost, ...oldest].map(({ id }) => id)
}
