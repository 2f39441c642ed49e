import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import type { Failure } from '../errors.js'
import { decodeAs } from './result.js'

/** One cursor: a vector of counters that only the server understands. Sent back unchanged, never merged or sorted. */
export interface SyncKey {
  /** How many pairs the server says there are; 0 is a cursor that is none. */
  readonly Count: number
  /** The counters, in the server's order. */
  readonly List: readonly { readonly Key: number; readonly Val: number | string }[]
}

/** Both cursors. */
export interface Keys {
  /** What webwxsync is asked with. */
  readonly sync: SyncKey
  /** What synccheck is asked with. */
  readonly check: SyncKey
}

const Pair = t.type({ Key: t.number, Val: t.union([t.number, t.string], 'a number') }, 'a pair')

/** The codec of a cursor as stored and as on the wire. */
export const SyncKeyCodec: t.Type<SyncKey, unknown> = t.type(
  { Count: t.number, List: t.readonlyArray(Pair, 'a list of pairs') },
  'a key',
)

/** The codec of both cursors as stored. */
export const KeysCodec: t.Type<Keys, unknown> = t.type({ sync: SyncKeyCodec, check: SyncKeyCodec }, 'keys')

/** An answer's cursor. Missing, empty or with Count 0 it is undefined: such a one never replaces a full one. */
export const readSyncKey =
  (endpoint: string) =>
  (value: unknown): Either<Failure, SyncKey | undefined> => {
    if (value === undefined || value === null) return E.right(undefined)
    const key = decodeAs(endpoint, SyncKeyCodec)(value)
    return key._tag === 'Left' ? key : E.right(isFull(key.right) ? rebuilt(key.right) : undefined)
  }

const isFull = ({ Count, List }: SyncKey): boolean => Count > 0 && List.length > 0

/** Only what the protocol knows is kept and sent back. */
const rebuilt = ({ Count, List }: SyncKey): SyncKey => ({ Count, List: List.map(({ Key, Val }) => ({ Key, Val })) })

/** As synccheck wants it: `1_700722177|2_700724325`. */
export const formatSyncKey = ({ List }: SyncKey): string => List.map(({ Key, Val }) => `${Key}_${Val}`).join('|')

/** Whether two cursors stand at the same place: pair by pair, since their order is the server's. */
export const isSameSyncKey = (a: SyncKey, b: SyncKey): boolean =>
  a.List.length === b.List.length &&
  a.List.every(({ Key, Val }, at) => Key === b.List[at]?.Key && String(Val) === String(b.List[at]?.Val))

/** The next cursor, or the previous one where the next is missing or empty. */
export const orPrevious = (previous: SyncKey, next: SyncKey | undefined): SyncKey =>
  next !== undefined && isFull(next) ? next : previous
