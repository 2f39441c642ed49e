import { defer, filter, merge, type Observable, of, race, Subject, switchMap, take, tap, timer } from 'rxjs'
import { advise } from '../../errors.js'
import { actor } from '../../kernel/actor.js'
import type { Policy } from '../../kernel/policy.js'
import type { Init } from '../../protocol/endpoints/webwxinit.js'
import type { Session } from '../../protocol/session.js'
import type { AddressBook } from '../address-book.js'
import type { Call } from '../call.js'
import { contacts } from '../contacts/contacts.js'
import type { ContactsEvent, ContactsMessage } from '../contacts/contacts-state.js'
import type { Env } from '../env.js'
import type { Keeper } from '../keeper.js'
import { logPulls } from '../log/log-pulls.js'
import { traced } from '../log/traced.js'
import { sync } from '../sync/sync.js'
import type { SyncEvent, SyncMessage } from '../sync/sync-state.js'

export interface LifeTools {
  readonly env: Env
  readonly call: Call
  readonly keeper: Keeper
  readonly supervise: (actor: string) => Policy
  readonly books$: Observable<AddressBook>
  /** Whether there is room for more messages. */
  readonly room$: Observable<boolean>
  /** There is none at the moment. */
  readonly isPaused: () => boolean
  /** No session was there before in this process. */
  readonly isFirst: boolean
  /** Old ids are waiting to be found again, which needs the address book. */
  readonly reunion: () => boolean
}

export interface Opened {
  readonly session: Session
  readonly init: Init
  readonly fresh: boolean
}

/** The actors of one session, their commands in, their events out. */
export interface Life {
  readonly sync: Subject<SyncMessage>
  readonly contacts: Subject<ContactsMessage>
  readonly events$: Observable<SyncEvent | ContactsEvent>
}

/** After a new login messages wait this long for the address book (ms), so that old friends keep their ids. */
const reunionPatience = 5_000

/** A session that was resumed by this process is pulled from no sooner than this (ms): that may have been done in vain a moment ago. */
const restAfterResume = 1_000

/**
 * What lives as long as a session: sync and contacts. The session is committed first, and only then anything is asked of it.
 */
export function createLife(tools: LifeTools, { session, init, fresh }: Opened): Life {
  const { env, call, keeper, supervise, room$, isPaused } = tools
  const resumed = fresh ? undefined : { notBefore: tools.isFirst ? 0 : env.scheduler.now() + restAfterResume }
  const syncCommands$ = new Subject<SyncMessage>()
  const contactsCommands$ = new Subject<ContactsMessage>()

  const bookRead$ = tools.books$.pipe(
    filter(({ complete, self }) => complete && self.userName === init.self.UserName),
    take(1),
  )
  // The book of a session that is over does not come, and only a poll ends the session.
  const isOver$ = new Subject<void>()
  const ready$ = defer(() =>
    fresh && tools.reunion()
      ? race(bookRead$, isOver$, timer(reunionPatience, env.scheduler)).pipe(take(1))
      : of(undefined),
  )
  const sync$ = ready$.pipe(
    switchMap(() =>
      syncCommands$.pipe(
        actor(
          traced(
            env.log,
            'sync',
            logPulls(env.log, sync({ env, call, keeper, room$, isPaused }, session, init.keys, resumed)),
          ),
          supervise('sync'),
        ),
      ),
    ),
    tap((event) => {
      if (event.type === 'contactsChanged')
        contactsCommands$.next({ type: 'change', changed: event.changed, removed: event.removed })
      if (event.type === 'renewed') contactsCommands$.next({ type: 'renew', session: event.session })
    }),
  )
  const contacts$ = contactsCommands$.pipe(
    actor(traced(env.log, 'contacts', contacts({ env, call }, session, init)), supervise('contacts')),
    tap((event) => {
      if (event.type === 'trouble' && advise(event.failure) === 'login') isOver$.next()
    }),
  )
  return {
    sync: syncCommands$,
    contacts: contactsCommands$,
    events$: merge(contacts$, sync$),
  }
}
