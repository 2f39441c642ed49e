import * as E from 'fp-ts/lib/Either.js'
import { refusedStatus } from '../answer.js'
import { api, headers, patience } from '../base-request.js'
import type { Endpoint } from '../endpoint.js'
import type { Session } from '../session.js'

const name = 'webwxlogout'

/** Ends the session. The answer is a redirect or a page that says nothing; only an HTTP error means that nobody heard it. */
export const webwxlogout: Endpoint<{ readonly session: Session }, void> = {
  name,
  request: ({ session }) => ({
    method: 'POST',
    url: api(session.hosts.web, name),
    query: { redirect: 1, type: 1, skey: session.skey },
    headers: { ...headers(session), 'content-type': 'application/x-www-form-urlencoded' },
    form: { sid: session.sid, uin: session.uin },
    patience,
  }),
  read: ({ status }) => (status < 400 ? E.right(undefined) : E.left(refusedStatus(name, status))),
}
