import { catchError, defer, EMPTY, ignoreElements, type Observable } from 'rxjs'
import { isFailure } from '../../errors.js'
import type { Env } from '../env.js'
import type { Identities } from './identities.js'

/** Keeps ids that were minted or found again, so that they outlive this process. A store that cannot write now does not stop anything. */
export const saveIdentities = (env: Env, identities: Identities): Observable<never> =>
  defer(() => {
    const changed = identities.changed()
    return changed.length === 0 ? EMPTY : env.store.commit({ identities: changed })
  }).pipe(
    ignoreElements(),
    catchError((error) => {
      if (!isFailure(error)) throw error
      env.log('warn', 'store', { problem: error.message })
      return EMPTY
    }),
  )
