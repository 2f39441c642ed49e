import { hashOf } from './hash.js'

type Leaf<V> = ReadonlyMap<string, V>
type Branch<V> = readonly (Leaf<V> | undefined)[]

/** A map from texts as a value: putting and taking answer with a new one, and copy a small part of it however much it holds. */
export interface Table<V> {
  readonly branches: readonly (Branch<V> | undefined)[]
}

const width = 64

const bare: readonly undefined[] = Array.from({ length: width }, () => undefined)

export const emptyTable: Table<never> = { branches: bare }

export const lookup = <V>({ branches }: Table<V>, key: string): V | undefined => {
  const hash = hashOf(key)
  return branches[outer(hash)]?.[inner(hash)]?.get(key)
}

export const put = <V>(table: Table<V>, key: string, value: V): Table<V> =>
  changed(table, key, (leaf) => leaf.set(key, value))

export const without = <V>(table: Table<V>, key: string): Table<V> => changed(table, key, (leaf) => leaf.delete(key))

/** All values, in no particular order. */
export const valuesOf = <V>({ branches }: Table<V>): readonly V[] =>
  branches.flatMap((branch) => (branch ?? []).flatMap((leaf) => [...(leaf?.values() ?? [])]))

function changed<V>({ branches }: Table<V>, key: string, change: (leaf: Map<string, V>) => void): Table<V> {
  const hash = hashOf(key)
  const branch: Branch<V> = branches[outer(hash)] ?? bare
  const leaf = new Map(branch[inner(hash)])
  change(leaf)
  const next = branch.with(inner(hash), leaf.size === 0 ? undefined : leaf)
  return { branches: branches.with(outer(hash), next) }
}

const outer = (hash: number): number => hash & (width - 1)
const inner = (hash: number): number => (hash >>> 6) & (width - 1)
