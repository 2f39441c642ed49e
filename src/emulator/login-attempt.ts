import type { Attempt, Ticket, WorldState } from './world-state.js'

/** A new code, or a new dialog of a push login for `account`. */
export function beginAttempt(world: WorldState, kind: 'qr' | 'push', account?: string): Attempt {
  const uuid = `${world.random.token(10)}==`
  const begun: Attempt = { uuid, kind, createdAt: world.now(), state: 'waiting', told: false }
  const attempt = account === undefined ? begun : { ...begun, account }
  world.attempts.set(uuid, attempt)
  world.attemptChanged(attempt)
  return attempt
}

/** Can it still be scanned, confirmed or cancelled? */
export const isOpen = (world: WorldState, attempt: Attempt): boolean =>
  attempt.state !== 'confirmed' && isUnderWay(world, attempt)

/** May a client still log in with it? A confirmed one becomes a session only once its ticket is used. */
export const isUnderWay = (world: WorldState, { state, createdAt }: Attempt): boolean =>
  (state === 'waiting' || state === 'scanned' || state === 'confirmed') &&
  world.now() < createdAt + world.settings.uuidLife

export function confirmAttempt(world: WorldState, attempt: Attempt, account: string): void {
  const ticket: Ticket = { ticket: `A${world.random.token(22)}-@qrticket_0`, uuid: attempt.uuid, account, used: false }
  world.tickets.set(ticket.ticket, ticket)
  attempt.account = account
  attempt.ticket = ticket.ticket
  attempt.state = 'confirmed'
  world.attemptChanged(attempt)
}

/** The latest attempt of that kind which is still open; for push logins, this account's. */
export const latestOpen = (world: WorldState, wanted: (attempt: Attempt) => boolean): Attempt | undefined =>
  [...world.attempts.values()].reverse().find((attempt) => isOpen(world, attempt) && wanted(attempt))
