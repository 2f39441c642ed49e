import { catchError, concat, defer, EMPTY, ignoreElements, type Observable, of, switchMap, tap, throwError } from 'rxjs'
import { isFailure } from '../errors.js'
import { webwxlogout } from '../protocol/endpoints/webwxlogout.js'
import type { Realm } from '../protocol/hosts.js'
import { loadSession } from '../protocol/session.js'
import { createCall } from './call.js'
import type { Env } from './env.js'

/** Ends the stored session without opening it first: the server is told, and the store forgets it in any case. */
export const leave = (env: Env, realm: Realm, done: () => void): Observable<never> =>
  defer(() => env.store.load()).pipe(
    switchMap((saved) => {
      env.cookies.restore(saved.cookies)
      const session = saved.session === undefined ? undefined : loadSession(realm, saved.session)
      const told$ =
        session === undefined
          ? EMPTY
          : createCall(env)(webwxlogout, { session }).pipe(
              catchError((error) => (isFailure(error) ? of(undefined) : throwError(() => error))),
            )
      const forgotten$ = defer(() => env.store.commit({ session: null, keys: null, cookies: [] }))
      return concat(told$, forgotten$)
    }),
    ignoreElements(),
    tap({ complete: done }),
  )
