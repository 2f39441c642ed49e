import type { Member } from '../../protocol/contact.js'
import type { Identity } from '../saved.js'
import type { Evidence } from './evidence.js'
import type { IdentityTable } from './identity-table.js'
import { isSurelyAnother, verdictOf } from './strength.js'

/** Members of rooms whom earlier logins have met and this one has not found yet. */
export interface MemberIndex {
  readonly byUin: (uin: number) => Identity | undefined
  /** Who had this name in this room, the latest of those who were likely the same. */
  readonly named: (room: string, nickName: string, now: Evidence) => readonly Identity[]
}

/** Looked up once for each login: a room has up to five hundred members. */
export function createMemberIndex(table: Pick<IdentityTable, 'old' | 'epoch' | 'get' | 'current'>): MemberIndex {
  let readIn = -1
  let byName = new Map<string, readonly string[]>()
  let byUin = new Map<number, readonly string[]>()

  const keyOf = (room: string, nickName: string): string => JSON.stringify([table.current(room)?.id ?? room, nickName])

  const read = (): void => {
    if (readIn === table.epoch()) return
    readIn = table.epoch()
    const old = table.old()
    byName = grouped(old, ({ room, nickName }) => (room === undefined ? undefined : keyOf(room, nickName)))
    byUin = grouped(old, ({ uin }) => uin)
  }

  const stillOld = (ids: readonly string[] = []): readonly Identity[] =>
    ids.flatMap((id) => {
      const one = table.get(id)
      return one === undefined || one.epoch === table.epoch() || one.boundTo !== undefined ? [] : one
    })

  return {
    byUin: (uin) => {
      read()
      const [one, ...others] = stillOld(byUin.get(uin))
      return others.length === 0 ? one : undefined
    },
    named: (room, nickName, now) => {
      read()
      const called = stillOld(byName.get(keyOf(room, nickName))).filter((one) => !isSurelyAnother(verdictOf(now, one)))
      const before = new Set(called.flatMap(({ likely }) => likely ?? []))
      return called.filter(({ id }) => !before.has(id))
    },
  }
}

function grouped<K>(all: readonly Identity[], keyOf: (one: Identity) => K | undefined): Map<K, readonly string[]> {
  const groups = new Map<K, string[]>()
  for (const one of all) {
    const key = keyOf(one)
    if (key === undefined) continue
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [one.id])
    else group.push(one.id)
  }
  return groups
}

/** How often each name occurs, for lists that are asked about more than once. */
const counts = new WeakMap<readonly Member[], ReadonlyMap<string, number>>()

/** Whether nobody else in the room has this nickname. */
export function isAloneIn(members: readonly Member[], nickName: string): boolean {
  if (nickName === '') return false
  let known = counts.get(members)
  if (known === undefined) {
    known = countNames(members)
    counts.set(members, known)
  }
  return known.get(nickName) === 1
}

function countNames(members: readonly Member[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  for (const { nickName } of members) found.set(nickName, (found.get(nickName) ?? 0) + 1)
  return found
}
