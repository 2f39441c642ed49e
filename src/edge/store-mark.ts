import { isCount, isRecord, isText } from '../actors/json-guards.js'
import { isLock, type Lock } from './store-cipher.js'
import type { Codec } from './store-record.js'

/** The store format that this version writes: a version that does not know it refuses the store. */
export const storeVersion = 3

export type Commits = Readonly<Record<string, number>>

/** What stands beside the database, because a damaged database may look like a new one. */
export interface Mark {
  /** At least so many commits of each account, by the prefix of its records, are in the database. */
  readonly commits: Commits
  /** Present if the database is encrypted. */
  readonly lock?: Lock
}

/** A mark as it was written: what it says of an encrypted store is believed only once it was unsealed. */
export interface WrittenMark {
  readonly version: number
  readonly commits?: Commits
  readonly lock?: Lock
  /** In place of `commits`, under the key of the store. */
  readonly sealed?: string
  /** Format 2 said so in clear, where not all records were encrypted yet. */
  readonly isCutShort?: true
}

/** Encrypted for this place: no record of the database can stand in for it. */
const sealedAs = 'rxwx.json'

export const written = ({ commits, lock }: Mark, codec: Codec): WrittenMark =>
  lock === undefined
    ? { version: storeVersion, commits }
    : { version: storeVersion, lock, sealed: codec.seal(sealedAs, { commits }) }

/** How many commits there are at least; undefined where somebody else wrote it. */
export function commitsIn({ version, lock, commits, sealed = '' }: WrittenMark, codec: Codec): Commits | undefined {
  if (lock === undefined || version < storeVersion) return commits
  const found = codec.unseal(sealedAs, sealed)
  return isRecord(found) && isCommits(found.commits) ? found.commits : undefined
}

const isCommits = (value: unknown): value is Commits => isRecord(value) && Object.values(value).every(isCount)

/** The mark in a parsed file of a format up to 3; undefined where it is damaged. */
export function markIn(value: unknown): WrittenMark | undefined {
  if (!isRecord(value) || !isCount(value.version)) return undefined
  const { version, commits, lock, sealed } = value
  // Format 1 knew one account.
  if (version === 1) return isCount(commits) ? { version, commits: { '': commits } } : undefined
  if (lock === undefined) return isCommits(commits) ? { version, commits } : undefined
  if (!isLock(lock)) return undefined
  if (version === 2)
    return isCommits(commits)
      ? { version, commits, lock, ...(isCutShort(lock) ? { isCutShort: true } : {}) }
      : undefined
  return isText(sealed) ? { version, lock, sealed } : undefined
}

const isCutShort = (lock: Readonly<Record<string, unknown>> | Lock): boolean =>
  'rewriting' in lock && lock.rewriting === true
