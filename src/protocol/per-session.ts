import type { Session } from './session.js'

/** What is the same for every request of a session is made once: while much is pulled, requests leave by the hundred a second. */
export function perSession<T extends object | string>(make: (session: Session) => T): (session: Session) => T {
  const made = new WeakMap<Session, T>()
  return (session) => {
    const known = made.get(session)
    if (known !== undefined) return known
    const one = make(session)
    made.set(session, one)
    return one
  }
}
