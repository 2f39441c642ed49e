import { catchError, defer, EMPTY, ignoreElements, type Observable } from 'rxjs'
import { isFailure } from '../../errors.js'
import type { Env } from '../env.js'
import type { Identities } from './identities.js'

/**
 * Keeps ids that were minted or found again, so that they outlive this process. A store that cannot write now does not stop anything:
 * they wait for the next commit.
 */
export const saveIdentities = (env: Env, identities: Identities): Observable<never> =>
  defer(() => {
    const changes = identities.changes()
    if (Object.keys(changes).length === 0) return EMPTY
    return env.store.commit(changes).pipe(
      ignoreElements(),
      catchError((error) => {
        if (!isFailure(error)) throw error
        identities.uncommitted(changes)
        env.log('warn', 'identities', { problem: error.message })
        return EMPTY
      }),
    )
  })
