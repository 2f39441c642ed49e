import { distinctUntilChanged, filter, map, NEVER, type Observable } from 'rxjs'
import { contacts } from '../../src/actors/contacts/contacts.js'
import type { ContactsEvent, ContactsMessage } from '../../src/actors/contacts/contacts-state.js'
import { actor } from '../../src/kernel/actor.js'
import { escalate } from '../../src/kernel/policy.js'
import type { RawContact } from '../../src/protocol/contact.js'
import type { MarbleTools } from '../../src/testing/index.js'
import { keys, session, stageCall, stageEnv } from '../stage.js'

/** People by their UserNames. */
export const people = (...names: readonly string[]): readonly RawContact[] =>
  names.map((UserName) => ({ UserName, NickName: UserName }))

const init = {
  self: { UserName: '@me' },
  contacts: people('@@room'),
  chatSet: ['@@room'],
  keys: keys(1),
  skey: '',
  serverTime: 0,
  inviteFrom: 0,
}

/** The contacts actor on a stage: how many it knows, and whether that is all. */
export const stageContacts = (tools: MarbleTools, commands$: Observable<ContactsMessage> = NEVER): Observable<string> =>
  commands$.pipe(
    actor(contacts({ env: stageEnv(tools), call: stageCall(tools) }, session, init), escalate),
    map(wordOf),
    filter((word) => word !== ''),
    distinctUntilChanged(),
  )

const wordOf = (event: ContactsEvent): string =>
  event.type === 'book' ? `${event.book.size} known${howFar(event)}` : ''

const howFar = ({ complete, missing }: ContactsEvent & { readonly type: 'book' }): string => {
  if (complete) return ', complete'
  return missing === undefined ? '' : ', and the rest is missing'
}
