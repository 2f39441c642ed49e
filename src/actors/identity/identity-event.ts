import type { Fact } from './strength.js'

/** What a login has found out about ids that earlier logins gave. */
export type IdentityEvent = Ambiguous | LikelyKnown | IdChanged

/** After a new login `id` may be one of the known `candidates`, and nothing decides; `bind` does. */
export interface Ambiguous {
  readonly type: 'ambiguous'
  readonly id: string
  readonly candidates: readonly string[]
}

/**
 * After a new login `id` is likely the known `candidate`, but only weak evidence says so. Sends to the candidate wait, `allowed` refuses, and
 * dialogues keep their state, until `bind` settles it. With `identities: 'trusting'` the match is taken.
 */
export interface LikelyKnown {
  readonly type: 'likely'
  /** The id that messages have now; the candidate's where the match is taken. */
  readonly id: string
  /** The name now: the remark, else the nickname. */
  readonly name: string
  /** The id of an earlier login. */
  readonly candidate: string
  /** The candidate's name when it was last seen. */
  readonly candidateName: string
  /** The weak evidence. */
  readonly by: Fact
  /** Whether the match is taken, as `identities: 'trusting'` asks. */
  readonly isTaken: boolean
}

/** An id that messages may have shown turned out to be another one: `from` leads to `to` from now on. */
export interface IdChanged {
  readonly type: 'idChanged'
  readonly from: string
  readonly to: string
  /** The name now; '' where it is not known. */
  readonly name: string
}
