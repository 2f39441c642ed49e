import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { Failure } from '../../errors.js'
import { codeOf, readBody, refusedRet } from '../answer.js'
import { type Assignments, readAssignments } from '../assignment.js'
import { api, credentials, headers } from '../base-request.js'
import type { Endpoint } from '../endpoint.js'
import { misshapen } from '../result.js'
import { SyncRetcode } from '../retcode.js'
import type { Session } from '../session.js'
import { formatSyncKey, type Keys } from '../sync-key.js'

const name = 'synccheck'

export interface SyncCheckInput {
  readonly session: Session
  readonly keys: Keys
  readonly now: number
}

/** Anything new? The server holds the poll for about 25 s. `selector` is '0' for nothing; anything else is a reason to pull. */
export const synccheck: Endpoint<SyncCheckInput, { readonly selector: string }> = {
  name,
  request: ({ session, keys, now }) => ({
    method: 'GET',
    url: api(session.hosts.push, name),
    query: { r: now, ...credentials(session), synckey: formatSyncKey(keys.check), _: now },
    headers: headers(session),
    patience: 35_000,
  }),
  read: (answer) =>
    pipe(
      readBody(name, answer),
      E.chain((body) => readAssignments(name, body)),
      E.chain(readCheck),
    ),
}

function readCheck(found: Assignments): E.Either<Failure, { readonly selector: string }> {
  const code = codeOf(found.get('window.synccheck.retcode'))
  if (code === undefined) return misshapen(name, 'retcode is missing')
  if (code !== SyncRetcode.ok) return E.left(refusedRet(name, code, ''))
  const selector = found.get('window.synccheck.selector') ?? ''
  return /^\d{1,9}$/.test(selector) ? E.right({ selector }) : misshapen(name, 'selector is missing')
}
