import { defer, type Observable, tap } from 'rxjs'
import { actor } from '../../kernel/actor.js'
import { traced } from '../log/traced.js'
import { login } from '../login/login.js'
import type { LoginEvent } from '../login/login-state.js'
import type { Core } from './core.js'

/** The login of this bot; its failures are the end. */
export const loggingIn = (core: Core): Observable<LoginEvent> =>
  defer(() => {
    const { env, call, options, session, supervise, login$ } = core
    return login$.pipe(
      actor(traced(env.log, 'login', login({ env, call, realm: options.realm }, options, session)), supervise('login')),
    )
  }).pipe(tap((event) => tell(core, event)))

function tell({ ports }: Core, event: LoginEvent): void {
  switch (event.type) {
    case 'phase':
      if (event.phase.type === 'qr') ports.qr(event.phase.qr)
      if (event.phase.type !== 'online') ports.phase(event.phase)
      return
    case 'gaveUp':
      throw event.failure
    case 'refusedOnce':
      return ports.event({ type: 'refusedOnce', failure: event.failure })
    case 'trouble':
    case 'kicked':
      return ports.event(event)
    case 'loggedIn':
    case 'loggedOut':
      return
  }
}
