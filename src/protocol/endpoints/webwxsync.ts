import * as E from 'fp-ts/lib/Either.js'
import type { Failure } from '../../errors.js'
import { readFields } from '../answer.js'
import { api, postTo, turned } from '../base-request.js'
import { contactsOf, type RawContact } from '../contact.js'
import type { Endpoint } from '../endpoint.js'
import { restoreIds } from '../exact-ids.js'
import { fieldsOf, isListOrNothing, listOf, numberOf, stringOf } from '../fields.js'
import { type Fields, hasFewBrackets, isFields, isShallow } from '../json.js'
import type { RawMessage } from '../message.js'
import { perSession } from '../per-session.js'
import { lang } from '../profile.js'
import { misshapen } from '../result.js'
import type { Session } from '../session.js'
import { type Keys, readSyncKey, type SyncKey } from '../sync-key.js'
import { urlOf } from '../url-of.js'

const name = 'webwxsync'

/** What happened since the key that was sent. */
export interface Batch {
  /** Oldest first, as the server lists them. */
  readonly messages: readonly RawMessage[]
  /** Entries that were no messages (null, not an object, without a sender): each is dropped alone. */
  readonly skipped: number
  /** New or changed: merge into what is known. */
  readonly modContacts: readonly RawContact[]
  /** UserNames of deleted friends, rooms that were left, conversations that were removed. */
  readonly delContacts: readonly string[]
  /** A key that is missing, empty, unreadable or has Count 0 is absent: the previous one stays. */
  readonly keys: { readonly sync?: SyncKey; readonly check?: SyncKey }
  /** The answer was cut: pull again at once. */
  readonly more: boolean
  /** Replaces the session's, unless ''. */
  readonly skey: string
  /** Present if the account's own profile changed. */
  readonly profile?: OwnProfile
}

export interface OwnProfile {
  readonly nickName: string
  readonly alias: string
  readonly signature: string
  readonly sex: number
}

export interface SyncInput {
  readonly session: Session
  readonly keys: Keys
  readonly now: number
}

/** Fetches everything newer than the key. The server consumes nothing: with the same key the same comes again. */
export const webwxsync: Endpoint<SyncInput, Batch> = {
  name,
  request: ({ session, keys, now }) =>
    postTo(session, { url: address(session) }, { SyncKey: keys.sync, rr: turned(now) }),
  read: (answer) => {
    const fields = readFields(name, answer, restoreIds)
    return fields._tag === 'Left'
      ? fields
      : readBatch(fields.right, hasFewBrackets(answer.body) ? isMessage : isShallowMessage)
  },
}

const address = perSession(({ hosts, sid, skey, passTicket }) =>
  urlOf({ url: api(hosts.web, name), query: { sid, skey, lang, pass_ticket: passTicket } }),
)

type Check = (value: unknown) => value is RawMessage

function readBatch(fields: Fields, check: Check): E.Either<Failure, Batch> {
  if (!isListOrNothing(fields.AddMsgList)) return misshapen(name, 'AddMsgList is not a list')
  const list = fields.AddMsgList ?? []
  return E.right(batchOf(fields, list.filter(check), list.length))
}

function batchOf(fields: Fields, messages: readonly RawMessage[], entries: number): Batch {
  const profile = profileOf(fieldsOf(fields.Profile))
  return {
    messages,
    skipped: entries - messages.length,
    modContacts: contactsOf(fields.ModContactList),
    delContacts: listOf(fields.DelContactList).flatMap((one) => stringOf(fieldsOf(one).UserName) || []),
    keys: keysOf(fields),
    more: numberOf(fields.ContinueFlag) !== 0,
    skey: stringOf(fields.SKey),
    ...(profile === undefined ? {} : { profile }),
  }
}

/** By hand, not by codec: this runs for every message. What its fields hold is looked at when it is decoded. */
const isMessage = (value: unknown): value is RawMessage => isFields(value) && typeof value.FromUserName === 'string'

const isShallowMessage = (value: unknown): value is RawMessage => isMessage(value) && isShallow(value)

function keysOf({ SyncKey, SyncCheckKey }: Fields): Batch['keys'] {
  const sync = readSyncKey(SyncKey)
  const check = readSyncKey(SyncCheckKey)
  return { ...(sync === undefined ? {} : { sync }), ...(check === undefined ? {} : { check }) }
}

/** Means something only where BitFlag is not 0; texts are wrapped. */
function profileOf(profile: Fields): OwnProfile | undefined {
  if (numberOf(profile.BitFlag) === 0) return undefined
  return {
    nickName: stringOf(fieldsOf(profile.NickName).Buff),
    alias: stringOf(profile.Alias),
    signature: stringOf(profile.Signature),
    sex: numberOf(profile.Sex),
  }
}
