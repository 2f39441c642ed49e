import type { Account, AutoPhone, WebLogin } from './account.js'
import { phoneOf } from './inhabitants.js'
import { isOpen } from './login-attempt.js'
import type { Attempt, WorldState } from './world-state.js'

/** What can be changed of an account. */
export interface AccountChanges {
  /** What its phone does by itself from now on. */
  readonly phone?: 'manual' | 'auto' | AutoPhone
  /** Whether web clients may log in to it. */
  readonly webLogin?: WebLogin
}

export function changeAccount(world: WorldState, account: Account, { phone, webLogin }: AccountChanges): void {
  if (webLogin !== undefined) account.webLogin = webLogin
  if (phone === undefined) return
  const before = account.phone
  account.phone = phoneOf(phone)
  if (before === 'manual') for (const attempt of waiting(world, account)) world.attemptChanged(attempt)
}

/** The logins that an automatic phone would have taken by now. */
const waiting = (world: WorldState, { id }: Account): readonly Attempt[] =>
  [...world.attempts.values()].filter(
    (attempt) => isOpen(world, attempt) && (attempt.account === undefined || attempt.account === id),
  )
