import { expect } from 'vitest'
import type { BotEvent, BotState, Failures, Kind } from '../../index.js'
import { type Expected, matchers } from './matchers.js'

export type { Expected }
export { matchers }

/** What `rxwx/testing/vitest` adds to `expect`. All but `toBeFailure` are about a test bot. */
export interface BotMatchers {
  /** Since they last spoke (through `says` or `saysIn`), this person or room got exactly these texts, in this order; none: no answer. */
  readonly toHaveAnswered: (whom: string, ...texts: readonly Expected[]) => void
  /** A person, a room or `filehelper` got this text at some time; without a text: anything. */
  readonly toHaveSent: (whom: string, text?: Expected) => void
  /** There was an event of this type, with these fields among its own. */
  readonly toHaveSeen: <T extends BotEvent['type']>(type: T, fields?: object) => void
  /** Where the bot stands now. */
  readonly toBeInState: (type: BotState['type']) => void
  /** A failure of this kind, with these details among its own. */
  readonly toBeFailure: <K extends Kind>(kind: K, detail?: { readonly [F in keyof Failures[K]]?: unknown }) => void
}

declare module 'vitest' {
  // The type parameter has to be named as vitest names it.
  interface Matchers<T> extends BotMatchers {}
}

expect.extend(matchers)
