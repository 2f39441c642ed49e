import { fieldsOf, numberOf } from './fields.js'

/** One cursor: a vector of counters that only the server understands. Sent back unchanged, never merged or sorted. */
export interface SyncKey {
  /** How many pairs the server says there are; 0 is a cursor that is none. Numbers may be digits, and go back as they came. */
  readonly Count: number | string
  /** The counters, in the server's order. */
  readonly List: readonly SyncKeyPair[]
}

/** One counter. */
export interface SyncKeyPair {
  readonly Key: number | string
  readonly Val: number | string
}

/** Both cursors. */
export interface Keys {
  /** What webwxsync is asked with. */
  readonly sync: SyncKey
  /** What synccheck is asked with. */
  readonly check: SyncKey
}

const none: SyncKey = { Count: 0, List: [] }

/** No position at all. */
export const noKeys: Keys = { sync: none, check: none }

/**
 * An answer's cursor, and only what the protocol knows of it. One that is missing, empty, unreadable or has Count 0 is undefined: such a
 * one never replaces a full one. Whether a Count that is not 0 fits the list is the server's affair.
 */
export function readSyncKey(value: unknown): SyncKey | undefined {
  const { Count, List } = fieldsOf(value)
  if (!Array.isArray(List) || !List.every(isPair)) return undefined
  const count = Count ?? List.length
  if (!isDigits(count)) return undefined
  const key = { Count: count, List: List.map(({ Key, Val }) => ({ Key, Val })) }
  return isFull(key) ? key : undefined
}

const isFull = ({ Count, List }: SyncKey): boolean => numberOf(Count) > 0 && List.length > 0

const isPair = (value: unknown): value is SyncKeyPair => {
  const { Key, Val } = fieldsOf(value)
  return isDigits(Key) && isDigits(Val)
}

const isDigits = (value: unknown): value is number | string =>
  typeof value === 'number' || (typeof value === 'string' && /^-?\d{1,20}$/.test(value))

/** As synccheck wants it: `1_700722177|2_700724325`. */
export const formatSyncKey = ({ List }: SyncKey): string => List.map(({ Key, Val }) => `${Key}_${Val}`).join('|')

/** Whether two cursors stand at the same place: pair by pair, since their order is the server's. */
export const isSameSyncKey = (a: SyncKey, b: SyncKey): boolean =>
  a.List.length === b.List.length &&
  a.List.every(({ Key, Val }, at) => String(Key) === String(b.List[at]?.Key) && String(Val) === String(b.List[at]?.Val))

/** The next cursor, or the previous one where the next is missing or empty. */
export const orPrevious = (previous: SyncKey, next: SyncKey | undefined): SyncKey =>
  next !== undefined && isFull(next) ? next : previous
