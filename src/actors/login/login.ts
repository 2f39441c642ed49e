import type { Logic } from '../../kernel/actor.js'
import type { Session } from '../../protocol/session.js'
import { type LoginTools, loginPerform } from './login-perform.js'
import { loginReduce, loginStart } from './login-reduce.js'
import type { LoginEffect, LoginEvent, LoginMessage, LoginOptions, LoginState } from './login-state.js'

/**
 * The way to a session, at the start and whenever one is lost: resume the stored one, else ask the phone for a
 * confirmation (push login), else show QR codes. One ladder, one observable phase.
 *
 * @see marbles/login
 */
export const login = (
  tools: LoginTools,
  options: LoginOptions,
  session: Session | undefined,
): Logic<LoginState, LoginMessage, LoginEffect, LoginEvent> => ({
  start: (last) => loginStart(options.profile, last?.session ?? session),
  reduce: loginReduce(options),
  perform: loginPerform(tools),
})
