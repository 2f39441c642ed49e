import type { Account } from './account.js'
import type { WorldState } from './world-state.js'

/** Ends the web login: a held synccheck answers `code` at once, and so does everything after it. */
export function endSession(world: WorldState, account: Account, code: number): void {
  const { session } = account
  if (session === undefined || session.over !== undefined) return
  session.over = code
  world.tell({ type: 'login', account: account.id, online: false, code })
  account.queue.wake()
}

/** Is somebody logged in? */
export const isOnline = ({ session }: Account): boolean => session !== undefined && session.over === undefined
