import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { Failure } from '../../errors.js'
import { readFields } from '../answer.js'
import { api, headers } from '../base-request.js'
import { contactsOf, type RawContact } from '../contact.js'
import type { Endpoint } from '../endpoint.js'
import { isListOrNothing, stringOf } from '../fields.js'
import type { Fields } from '../json.js'
import { lang } from '../profile.js'
import { misshapen } from '../result.js'
import type { Session } from '../session.js'

const name = 'webwxgetcontact'

export interface GetContactInput {
  readonly session: Session
  /** 0 for the first page, then what the page before said. */
  readonly seq: string | number
  readonly now: number
}

export interface ContactPage {
  readonly members: readonly RawContact[]
  /** '0' on the last page. */
  readonly seq: string
}

/** One page of the address book: friends, official accounts, and rooms that were saved, without their members. */
export const webwxgetcontact: Endpoint<GetContactInput, ContactPage> = {
  name,
  request: ({ session, seq, now }) => ({
    method: 'GET',
    url: api(session.hosts.web, name),
    query: { lang, pass_ticket: session.passTicket, r: now, seq, skey: session.skey },
    headers: headers(session),
    patience: 60_000,
  }),
  read: (answer) => pipe(readFields(name, answer), E.chain(readPage)),
}

function readPage({ MemberList, Seq }: Fields): E.Either<Failure, ContactPage> {
  if (!isListOrNothing(MemberList)) return misshapen(name, 'MemberList is not a list')
  return E.right({ members: contactsOf(MemberList), seq: stringOf(Seq) || '0' })
}
