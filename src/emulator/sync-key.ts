import type { Account } from './account.js'
import type { Session } from './session.js'
import type { Settings } from './settings.js'
import { fields, isList, type JsonObject } from './wire-json.js'

/** Where counting begins: real values are large, so that an index into something is not mistaken for one. */
const base = 700_723_000

/** With `splitKeys`, what lies between SyncKey and SyncCheckKey. */
const checkOffset = 5_000

const vector = (pairs: readonly (readonly [number, number])[]): JsonObject => ({
  Count: pairs.length,
  List: pairs.map(([Key, Val]) => ({ Key, Val })),
})

/** Four entries, the form of webwxinit. Key 2 is the position; all other keys follow from it. */
export const initKey = (session: Session, position: number): JsonObject =>
  vector([
    [1, base - 822],
    [2, base + position],
    [3, base - 48 + Math.floor(position / 2)],
    [1000, session.startedAt],
  ])

/** Seven entries, the form of webwxsync. The same position gives the same vector. */
export function syncKey(account: Account, session: Session, position: number, offset = 0): JsonObject {
  return vector([
    [1, base - 822],
    [2, base + offset + position],
    [3, base - 48 + Math.floor(position / 2)],
    [11, base - 1907 + Math.floor(position / 3)],
    [201, account.queue.timeAt(position)],
    [1000, session.startedAt],
    [1001, session.startedAt - 7_960],
  ])
}

export const checkKey = (
  settings: Settings,
  account: Account,
  session: Session,
  position: number,
): JsonObject | undefined =>
  settings.omitCheckKey ? undefined : syncKey(account, session, position, settings.splitKeys ? checkOffset : 0)

/** The position in the body of webwxsync; undefined where there is none. */
export function positionInBody(key: unknown): number | undefined {
  const { List } = fields(key)
  if (!isList(List)) return undefined
  const pairs = List.map((pair): readonly [number, number] => {
    const { Key, Val } = fields(pair)
    return [Number(Key), Number(Val)]
  })
  return positionIn(pairs)
}

/** The position in the query of synccheck, `1_700722177|2_700724325`; undefined where there is none. */
export function positionInQuery(settings: Settings, text: string): number | undefined {
  const pairs = text.split('|').map((pair): readonly [number, number] => {
    const [key, value] = pair.split('_')
    return [Number(key), Number(value)]
  })
  const position = positionIn(pairs)
  if (position === undefined || !settings.splitKeys || settings.omitCheckKey) return position
  // Right after webwxinit there is no SyncCheckKey yet, and its SyncKey is as good.
  return pairs.some(([key]) => key === 201) ? position - checkOffset : position
}

function positionIn(pairs: readonly (readonly [number, number])[]): number | undefined {
  const value = pairs.find(([key]) => key === 2)?.[1]
  return value === undefined || !Number.isSafeInteger(value) ? undefined : value - base
}
