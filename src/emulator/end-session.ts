import type { Account } from './account.js'

/** Ends the web login: a held synccheck answers `code` at once, and so does everything after it. */
export function endSession(account: Account, code: number): void {
  const { session } = account
  if (session === undefined || session.over !== undefined) return
  session.over = code
  account.queue.wake()
}

/** Is somebody logged in? */
export const isOnline = ({ session }: Account): boolean => session !== undefined && session.over === undefined
