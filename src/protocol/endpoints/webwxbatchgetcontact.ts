import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { Failure } from '../../errors.js'
import { readFields } from '../answer.js'
import { post } from '../base-request.js'
import { contactsOf, type RawContact } from '../contact.js'
import type { Endpoint } from '../endpoint.js'
import { isListOrNothing } from '../fields.js'
import type { Fields } from '../json.js'
import { misshapen } from '../result.js'
import type { Session } from '../session.js'

const name = 'webwxbatchgetcontact'

export interface BatchGetContactInput {
  readonly session: Session
  readonly now: number
  /** At most 50. A room's member who is no friend is found through the room's EncryChatRoomId. */
  readonly names: readonly { readonly userName: string; readonly encryChatRoomId?: string }[]
}

/** Details by UserName: rooms with all members, strangers, members of rooms. The order of the answer means nothing. */
export const webwxbatchgetcontact: Endpoint<BatchGetContactInput, { readonly contacts: readonly RawContact[] }> = {
  name,
  request: ({ session, now, names }) =>
    post(
      session,
      name,
      { type: 'ex', r: now },
      {
        Count: names.length,
        List: names.map(({ userName, encryChatRoomId = '' }) => ({
          UserName: userName,
          EncryChatRoomId: encryChatRoomId,
        })),
      },
    ),
  read: (answer) => pipe(readFields(name, answer), E.chain(readBatch)),
}

function readBatch({ ContactList }: Fields): E.Either<Failure, { readonly contacts: readonly RawContact[] }> {
  return isListOrNothing(ContactList)
    ? E.right({ contacts: contactsOf(ContactList) })
    : misshapen(name, 'ContactList is not a list')
}
