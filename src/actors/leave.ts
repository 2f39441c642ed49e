import { catchError, concat, defer, EMPTY, ignoreElements, type Observable, switchMap, tap, throwError } from 'rxjs'
import { type Failure, isFailure } from '../errors.js'
import { webwxlogout } from '../protocol/endpoints/webwxlogout.js'
import type { Realm } from '../protocol/hosts.js'
import { loadSession } from '../protocol/session.js'
import { createCall } from './call.js'
import { type Env, noSession } from './env.js'
import { ownerOf } from './saved.js'

/**
 * Ends the stored session without opening it first: the server is told, and the store forgets it in any case. `untold`: why the server did not hear of it.
 */
export const leave = (env: Env, realm: Realm, untold: (why: Failure) => void, done: () => void): Observable<never> =>
  defer(() => env.store.load()).pipe(
    switchMap((saved) => {
      env.cookies.restore(saved.cookies)
      const session = saved.session === undefined ? undefined : loadSession(realm, saved.session)
      const told$ =
        session === undefined
          ? EMPTY
          : createCall(env)(webwxlogout, { session }).pipe(
              catchError((error) => {
                if (!isFailure(error)) return throwError(() => error)
                untold(error)
                return EMPTY
              }),
            )
      const owner = ownerOf(saved)
      const forgotten$ = defer(() => env.store.commit({ ...noSession, ...(owner === undefined ? {} : { owner }) }))
      return concat(told$, forgotten$)
    }),
    ignoreElements(),
    tap({ complete: done }),
  )
