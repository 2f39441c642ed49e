import {
  catchError,
  concat,
  EMPTY,
  filter,
  ignoreElements,
  type Observable,
  switchMap,
  take,
  takeUntil,
  tap,
  throwError,
} from 'rxjs'
import { failure } from '../../errors.js'
import { decodeContact } from '../../protocol/contact.js'
import { webwxlogout } from '../../protocol/endpoints/webwxlogout.js'
import { type Keys, noKeys } from '../../protocol/sync-key.js'
import type { ContactsEvent } from '../contacts/contacts-state.js'
import type { SyncEvent } from '../sync/sync-state.js'
import { type Core, goOnline, lose } from './core.js'
import { knownChange } from './known-change.js'
import { createLife, type Opened } from './life.js'
import type { Receiving } from './receive.js'

/** One session from its opening on: committed first, then told, then lived. */
export function living(core: Core, inbox: Receiving, opened: Opened): Observable<never> {
  const { env, call, keeper, supervise, books$, present } = core
  const epochBefore = keeper.epoch()
  const owner = keeper.owner()
  if (owner !== undefined && owner !== opened.session.uin) return refuse(core, opened)
  return keeper.keys$.pipe(
    take(1),
    switchMap((keys) => keeper.open(opened.session, position(core, opened, keys), opened.fresh)),
    tap(() => {
      // What waits for details was said in the session that has ended.
      inbox.release()
      begin(core, opened, epochBefore)
    }),
    switchMap(() => {
      const reunion = (): boolean => epochBefore > 0
      const { room$, isPaused } = inbox
      const isFirst = present.life === undefined
      const life = createLife({ env, call, keeper, supervise, books$, room$, isPaused, isFirst, reunion }, opened)
      present.life = life
      // Whoever finds out first that the session is over ends it for all: its polls would go on telling so.
      return life.events$.pipe(takeUntil(core.session$.pipe(filter((sending) => sending === undefined))))
    }),
    tap((event) => tell(core, event)),
    ignoreElements(),
  )
}

/** What is in the store is about another account's friends. The server is told, so that the phone does not show a login that is none. */
const refuse = ({ call }: Core, { session }: Opened): Observable<never> =>
  concat(
    call(webwxlogout, { session }).pipe(
      ignoreElements(),
      catchError(() => EMPTY),
    ),
    throwError(() => failure('otherAccount', {})),
  )

/** Where to go on: at the kept position, or with `backlog: 'skip'` at the start of the bot where the server stands now. */
function position({ options, ports, present }: Core, { init, fresh }: Opened, kept: Keys | undefined): Keys {
  const skips = options.backlog === 'skip' && present.life === undefined
  const { keys: given = kept ?? noKeys } = init
  if (fresh || kept === undefined) return given
  if (!skips || given === kept) return kept
  ports.event({ type: 'gap', reason: 'what came while the bot was away is skipped, as asked for' })
  return given
}

function begin(core: Core, { session, init, fresh }: Opened, epochBefore: number): void {
  const { identities, keeper, ports, addressBooks, present } = core
  const self = init.self.UserName
  identities.begin(keeper.epoch(), self, { uin: session.uin, nickName: decodeContact(init.self).nickName })
  if (init.inviteFrom > 0) present.inviteFrom = init.inviteFrom
  ports.online(addressBooks(init.self, new Map(), false).self)
  ports.event({ type: 'loggedIn', fresh })
  if (fresh && epochBefore > 0) ports.event({ type: 'gap', reason: 'a new login starts where the server stands now' })
  goOnline(core, { session, self, epoch: keeper.epoch() })
}

function tell(core: Core, event: SyncEvent | ContactsEvent): void {
  const { ports, addressBooks, books$, present, login$, identities, keeper } = core
  switch (event.type) {
    case 'book': {
      const book = addressBooks(event.self, event.book, event.complete, event.missing)
      present.book = book
      ports.book(book)
      return books$.next(book)
    }
    case 'changes':
      for (const change of event.changes) ports.change(knownChange(identities, present.book, change))
      return
    case 'healthy':
      return login$.next(event)
    case 'lost':
      // What could not be kept is no matter of the session.
      if (event.failure.kind === 'store' || event.failure.kind === 'argument') throw event.failure
      return lose(core, event.failure)
    case 'renewed': {
      const self = identities.selfName()
      return goOnline(core, { session: event.session, self, epoch: keeper.epoch() })
    }
    case 'skipped':
    case 'gap':
    case 'trouble':
    case 'partialBook':
      return ports.event(event)
    case 'contactsChanged':
      return
  }
}
