import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { Failure } from '../../errors.js'
import { readFields } from '../answer.js'
import { post, turned } from '../base-request.js'
import { contactsOf, type RawContact, rawContact } from '../contact.js'
import type { Endpoint } from '../endpoint.js'
import { countOf, msOf, namesOf, stringOf } from '../fields.js'
import type { Fields } from '../json.js'
import { misshapen } from '../result.js'
import type { Session } from '../session.js'
import { type Keys, readSyncKey } from '../sync-key.js'

const name = 'webwxinit'

/** Where a session begins. */
export interface Init {
  readonly self: RawContact
  /** Recent conversations only; rooms come without the names of their members. */
  readonly contacts: readonly RawContact[]
  /** UserNames of the recent chats, in the order the phone shows them. */
  readonly chatSet: readonly string[]
  /** Missing only where the session was resumed: it has a position of its own. */
  readonly keys?: Keys
  /** Replaces the session's, unless ''. */
  readonly skey: string
  /** The server's clock in milliseconds; 0 if it did not say. */
  readonly serverTime: number
  /** From this size on a room is joined by invitation only; 0 if the server did not say. */
  readonly inviteFrom: number
}

export interface InitInput {
  readonly session: Session
  readonly now: number
  /** The session is not new, and an answer without a key is as good as any. Default: false. */
  readonly isResumed?: boolean
}

/** Opens a session: who the account is, its recent chats, and the keys to begin with. */
export const webwxinit: Endpoint<InitInput, Init> = {
  name,
  request: ({ session, now }) => post(session, name, { r: turned(now) }, {}),
  read: (answer, { isResumed = false }) =>
    pipe(
      readFields(name, answer),
      E.chain((fields) => readInit(fields, isResumed)),
    ),
}

function readInit(fields: Fields, isResumed: boolean): E.Either<Failure, Init> {
  const self = rawContact(fields.User)
  if (self === undefined) return misshapen(name, 'User is not a contact')
  const key = readSyncKey(fields.SyncKey)
  if (key === undefined && !isResumed) return misshapen(name, 'SyncKey is empty')
  return E.right({
    self,
    contacts: contactsOf(fields.ContactList),
    chatSet: namesOf(fields.ChatSet),
    ...(key === undefined ? {} : { keys: { sync: key, check: key } }),
    skey: stringOf(fields.SKey),
    serverTime: msOf(fields.SystemTime),
    inviteFrom: countOf(fields.InviteStartCount),
  })
}
