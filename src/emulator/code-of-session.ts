import type { Session } from './session.js'
import type { WorldState } from './world-state.js'

/** The code that every call of this session gets; undefined while it lives. Cookies that nobody renewed have aged out. */
export function codeOfSession({ settings, now }: WorldState, session: Session): number | undefined {
  if (session.over !== undefined) return session.over
  return now() - session.renewedAt >= settings.sessionLife ? 1102 : undefined
}
