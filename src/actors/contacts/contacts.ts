import type { Logic } from '../../kernel/actor.js'
import type { Init } from '../../protocol/endpoints/webwxinit.js'
import type { Session } from '../../protocol/session.js'
import { type ContactsTools, contactsPerform } from './contacts-perform.js'
import { contactsReduce, contactsStart } from './contacts-reduce.js'
import type { ContactsEffect, ContactsEvent, ContactsMessage, ContactsState } from './contacts-state.js'

/**
 * The address book of one session: the recent chats at once, then the book's pages, then the members of rooms in batches,
 * and from then on what sync changes. Whoever appears in a message unknown is asked for later; messages never wait for it.
 *
 * @see marbles/contacts
 */
export const contacts = (
  tools: ContactsTools,
  session: Session,
  init: Init,
): Logic<ContactsState, ContactsMessage, ContactsEffect, ContactsEvent> => ({
  start: (last) => contactsStart(last?.session ?? session, init),
  reduce: contactsReduce,
  perform: contactsPerform(tools),
})
