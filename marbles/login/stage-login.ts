import { filter, map, type Observable } from 'rxjs'
import { login } from '../../src/actors/login/login.js'
import type { LoginEvent, LoginMessage, LoginOptions } from '../../src/actors/login/login-state.js'
import { actor } from '../../src/kernel/actor.js'
import { escalate } from '../../src/kernel/policy.js'
import type { Session } from '../../src/protocol/session.js'
import type { MarbleTools } from '../../src/testing/index.js'
import { stageCall, stageEnv } from '../stage.js'

const options: LoginOptions = { profile: 'web', qrAttempts: 2, relogin: 'ask' }

/** The login actor on a stage; what it tells, in a word each. */
export const stageLogin = (
  tools: MarbleTools,
  commands$: Observable<LoginMessage>,
  stored?: Session,
): Observable<string> =>
  commands$.pipe(
    actor(
      login({ env: stageEnv(tools), call: stageCall(tools), realm: { type: 'wechat' } }, options, stored),
      escalate,
    ),
    map(wordOf),
    filter((word) => word !== ''),
  )

function wordOf(event: LoginEvent): string {
  switch (event.type) {
    case 'phase':
      return event.phase.type === 'qr' ? `QR ${event.phase.qr.attempt}` : event.phase.type
    case 'gaveUp':
      return event.failure.kind
    case 'trouble':
    case 'loggedIn':
      return ''
    default:
      return event.type
  }
}

/** What webwxinit answers here: all that the login looks at. */
export const init = { skey: '', self: { UserName: '@me' }, contacts: [], chatSet: [] }
