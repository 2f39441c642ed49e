import type { Observable, SchedulerLike } from 'rxjs'
import type { Account } from './account.js'
import type { Bytes } from './bytes.js'
import type { Capability, Service } from './capability.js'
import type { RoomOptions } from './cast.js'
import type { Depot } from './depot.js'
import type { Exchanges } from './exchanges.js'
import type { FaultPlan } from './fault-plan.js'
import type { Random } from './random.js'
import type { Session } from './session.js'
import type { Settings } from './settings.js'
import type { WorldEvent } from './world-event.js'

export interface Person {
  readonly id: string
  /** The real id, which shows only inside message XML. */
  readonly wxid: string
  readonly kind: 'person' | 'official' | 'special'
  nickName: string
  alias: string
  signature: string
  sex: 0 | 1 | 2
  province: string
  city: string
  /** Number of the avatar; another one after each change. */
  headSeq: number
  /** The picture; undefined for a grey one. */
  avatar: Bytes | undefined
  readonly friendOf: 'all' | readonly string[]
}

export interface Room {
  readonly id: string
  /** The real id, such as `34757816000@chatroom`. */
  readonly chatroom: string
  topic: string
  owner: string
  /** Who holds an invitation, and from whom. */
  readonly invited: Map<string, string>
  /** Only the owner may rename it. */
  restricted: boolean
  /** To the name used in the room, '' where there is none. */
  readonly members: Map<string, string>
  headSeq: number
}

/** One QR code, or one dialog of a push login. */
export interface Attempt {
  readonly uuid: string
  readonly kind: 'qr' | 'push'
  /** In milliseconds. */
  readonly createdAt: number
  state: 'waiting' | 'scanned' | 'confirmed' | 'cancelled' | 'spent'
  account?: string
  /** The scan has been told to a poll. */
  told: boolean
  ticket?: string
}

export interface Ticket {
  readonly ticket: string
  readonly uuid: string
  readonly account: string
  used: boolean
}

/** Everything there is, for the routes. Users talk to a world through its verbs. */
export interface WorldState {
  readonly scheduler: SchedulerLike
  /** Unix time in milliseconds. */
  readonly now: () => number
  readonly seed: string
  readonly random: Random
  readonly settings: Settings
  readonly accounts: ReadonlyMap<string, Account>
  readonly persons: ReadonlyMap<string, Person>
  readonly rooms: ReadonlyMap<string, Room>
  /** By Sid; also those that are over. */
  readonly sessions: Map<string, Session>
  readonly attempts: Map<string, Attempt>
  readonly tickets: Map<string, Ticket>
  /** Emits when an attempt begins or changes. */
  readonly attempts$: Observable<Attempt>
  /** Tells `attempts$` and `events$` of it. */
  readonly attemptChanged: (attempt: Attempt) => void
  /** What happens, from now on. */
  readonly events$: Observable<WorldEvent>
  /** Tells `events$` of it. */
  readonly tell: (event: WorldEvent) => void
  /** A MsgId that nobody had: 19 digits, as the service makes them. */
  readonly nextMsgId: () => string
  readonly faults: FaultPlan
  readonly exchanges: Exchanges
  readonly depot: Depot
  /** What is refused; whatever is not here is served. */
  readonly services: Map<Capability, Service>
  /** A room that a web client makes. */
  readonly openRoom: (options: RoomOptions) => Room
}
