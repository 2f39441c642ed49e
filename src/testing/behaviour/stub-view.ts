import { concat, map, NEVER, type Observable, of, type SchedulerLike } from 'rxjs'
import {
  type AddressBook,
  type BotView,
  type Known,
  type KnownRoom,
  knownCapabilities,
  type Message,
} from '../../index.js'
import { addressBook, selfContact } from '../build/address-book.js'

/** What a stubbed view shows. */
export interface StubViewOptions extends Partial<Omit<BotView, 'self'>> {
  /** The messages that the behaviour is given. */
  readonly messages$: Observable<Message>
  /** The clock, a virtual one. */
  readonly scheduler: SchedulerLike
  /** The account itself. Default: `bot`. */
  readonly self?: Known
  /** Who is in the address book: `contacts$` and `rooms$` emit it once and stay open. Default: nobody. */
  readonly contacts?: readonly Known[]
}

/**
 * The view of a bot without a bot: online, with an address book of made contacts and all that the service is known to do, and silent otherwise.
 *
 * @example
 * const clock = createVirtualClock()
 * const view = stubView({ messages$, scheduler: clock.scheduler, contacts: [contact('alice'), room('team')] })
 */
export function stubView({ contacts = [], self = selfContact, ...given }: StubViewOptions): BotView {
  const contacts$ = given.contacts$ ?? lasting(addressBook(contacts, self))
  return {
    self,
    state$: lasting({ type: 'online', self }),
    rooms$: contacts$.pipe(map(roomsOf)),
    contactChanges$: NEVER,
    capabilities$: lasting(knownCapabilities),
    receipts$: NEVER,
    events$: NEVER,
    failed: () => {},
    ...given,
    contacts$,
  }
}

const roomsOf = (book: AddressBook): readonly KnownRoom[] =>
  book.all().filter((one): one is KnownRoom => one.kind === 'room')

/** A value that is there from the beginning, of a stream that does not end. */
const lasting = <T>(value: T): Observable<T> => concat(of(value), NEVER)
