import { type SchedulerLike, Subject } from 'rxjs'
import { failure } from '../errors.js'
import type { Account, AutoPhone, Sent } from './account.js'
import { autoPhones } from './auto-phone.js'
import type { Capability, Service } from './capability.js'
import { type AccountOptions, type Cast, type PersonOptions, type RoomOptions, smallCast } from './cast.js'
import { type AccountChanges, changeAccount } from './change-account.js'
import { checkSettings } from './check-settings.js'
import { announce, deliver, members } from './deliver.js'
import { createDepot } from './depot.js'
import { endSession } from './end-session.js'
import { createExchanges } from './exchanges.js'
import { createFaultPlan, type Fault } from './fault-plan.js'
import { type HistoryEntry, historyOf } from './history.js'
import { createAccount, createPersonRecord, createRoomRecord, free } from './inhabitants.js'
import type { Names } from './names.js'
import { createPerson, type PersonVerbs } from './person.js'
import { createPhone, type Phone } from './phone.js'
import { createRandom } from './random.js'
import { createRoom, type RoomVerbs } from './room-verbs.js'
import { defaultSettings, type Settings } from './settings.js'
import { specialNames } from './special-persons.js'
import type { Json } from './wire-json.js'
import { wireText } from './wire-text.js'
import { codeEvent, type WorldEvent } from './world-event.js'
import type { Attempt, Person, Room, WorldState } from './world-state.js'

/** The clock, the cast, the phone and the seed of a world. */
export interface WorldOptions extends Partial<Settings>, Partial<Cast> {
  /** The world's only clock: a TestScheduler, a virtual one, or the real one. */
  readonly scheduler: SchedulerLike
  /** Same seed, same trace. Default `rxwx`. */
  readonly seed?: string
  /** What the phones of accounts do that say nothing else. Default `manual`. */
  readonly phone?: 'manual' | 'auto' | AutoPhone
}

/** Part of a raw entry: as it is, or written with the names of the session that reads it. */
export type RawEntry = Json | ((names: Names) => Json)

/** An offline WeChat: accounts with their phones, persons, rooms, and a server that can be made to fail. */
export interface World extends WorldState {
  /** The verbs of an account's owner, by default of the first account; an `argument` failure where no account is called that. */
  readonly phone: (account?: string) => Phone
  /** The verbs of somebody, an account's owner included; an `argument` failure where nobody is called that. */
  readonly person: (id: string) => PersonVerbs
  /** The verbs of a room; an `argument` failure where none is called that. */
  readonly room: (id: string) => RoomVerbs
  /** One more account to log in to; an `argument` failure where the id is taken. */
  readonly addAccount: (options: AccountOptions) => void
  /** Gives an account another phone or other rights; a phone that becomes automatic takes the codes that wait. */
  readonly changeAccount: (account: string, changes: AccountChanges) => void
  /** Somebody new; accounts whose friend they are hear of it. An `argument` failure where the id is taken. */
  readonly addPerson: (options: PersonOptions) => void
  /** A new room; the accounts in it hear of it. An `argument` failure where the id is taken, or nobody has the id of a member. */
  readonly addRoom: (options: RoomOptions) => void
  /** Queues `count` texts from a person for an account (default: the first), without ado. */
  readonly addMessages: (
    count: number,
    options?: { readonly from?: string; readonly to?: string; readonly text?: (at: number) => string },
  ) => void
  /** Puts raw entries into AddMsgList: null, numbers, duplicates, whatever a client should survive. */
  readonly inject: (account: string, entries: readonly RawEntry[]) => void
  /** Ends the account's web login. Default 1101, as when somebody logs in elsewhere. */
  readonly kick: (account?: string, code?: number) => void
  /** Arms a fault; answers what takes it back. An `argument` failure for a name that is none, and for a number that makes no sense. */
  readonly fault: (fault: Fault) => () => void
  /** Takes all faults back. */
  readonly clearFaults: () => void
  /** Changes how the server behaves from now on; an `argument` failure for a number that makes no sense. */
  readonly change: (settings: Partial<Settings>) => void
  /** What the service refuses from now on, and how: {@link Service}. */
  readonly capability: (capability: Capability, service: Service) => void
  /** What the account's web client has sent, oldest first. */
  readonly sent: (account?: string) => readonly Sent[]
  /** The messages of an account, oldest first, whoever wrote them; with `chat`, those of one chat. */
  readonly history: (account?: string, chat?: string) => readonly HistoryEntry[]
  /** The bytes of an upload; undefined where nobody has uploaded it, or only its hash was kept. */
  readonly media: (mediaId: string) => Uint8Array | undefined
  /** Is the account's web client logged in? */
  readonly isOnline: (account?: string) => boolean
}

/**
 * Makes a world. Without a cast it has the account `bot`, friends, a stranger, an official account and two rooms.
 * Nothing runs before somebody makes a request.
 *
 * @example
 * const world = createWorld({ scheduler, phone: 'auto' })
 * const http = emulatorHttp(world)
 * world.person('alice').say('bot', 'ding')
 */
export function createWorld(options: WorldOptions): World {
  const { scheduler, seed = 'rxwx', phone = 'manual', accounts, persons, rooms, ...settings } = options
  const state = createState(scheduler, seed, settings)
  const named = accounts !== undefined || persons !== undefined || rooms !== undefined
  const cast = named
    ? { accounts: accounts ?? smallCast.accounts, persons: persons ?? [], rooms: rooms ?? [] }
    : smallCast
  const world = withVerbs(state, phone)
  for (const one of cast.accounts) world.addAccount(one)
  for (const one of cast.persons) world.addPerson(one)
  for (const one of cast.rooms) world.addRoom(one)
  autoPhones(state).subscribe()
  return world
}

interface State extends WorldState {
  readonly settings: { -readonly [K in keyof Settings]: Settings[K] }
  readonly accounts: Map<string, Account>
  readonly persons: Map<string, Person>
  readonly rooms: Map<string, Room>
}

function createState(scheduler: SchedulerLike, seed: string, settings: Partial<Settings>): State {
  checkSettings(settings)
  const random = createRandom(seed)
  const attempts$ = new Subject<Attempt>()
  const events$ = new Subject<WorldEvent>()
  let messages = 0
  const state: State = {
    scheduler,
    now: () => scheduler.now(),
    seed,
    random,
    settings: { ...defaultSettings, ...settings },
    accounts: new Map(),
    persons: new Map(
      [...specialNames].map(([id, nickName]) => [id, createPersonRecord({ id, nickName }, random, 'special')]),
    ),
    rooms: new Map(),
    sessions: new Map(),
    attempts: new Map(),
    tickets: new Map(),
    attempts$,
    attemptChanged: (attempt) => {
      events$.next(codeEvent(attempt))
      attempts$.next(attempt)
    },
    events$,
    tell: (event) => events$.next(event),
    // Beyond 2^53 and below 2^63; the counter keeps them apart, the rest makes them look as they do.
    nextMsgId: () => `${1 + random.below(8)}${random.digits(11)}${String(++messages % 10_000_000).padStart(7, '0')}`,
    faults: createFaultPlan(random),
    exchanges: createExchanges(),
    depot: createDepot(),
    services: new Map(),
    openRoom: (options) => createRoomRecord(state, options),
  }
  return state
}

function withVerbs(state: State, phone: 'manual' | 'auto' | AutoPhone): World {
  const phones = new Map<string, Phone>()
  const people = new Map<string, PersonVerbs>()
  const account = (id = first(state)): Account => found(state.accounts, id, 'account')
  return {
    ...state,
    phone: (id) => remembered(phones, account(id).id, () => createPhone(state, account(id))),
    person: (id) => remembered(people, id, () => createPerson(state, found(state.persons, id, 'person'))),
    room: (id) => createRoom(state, found(state.rooms, id, 'room')),
    addAccount: (options) => createAccount(state, options, phone),
    changeAccount: (id, changes) => changeAccount(state, account(id), changes),
    addPerson: (options) => addPerson(state, options),
    addRoom: (options) => {
      const room = createRoomRecord(state, options)
      for (const member of members(state, room)) announce(state, member, room.id)
    },
    addMessages: (count, { from, to, text = (at: number) => `message ${at}` } = {}) => {
      const receiver = account(to)
      const writer = from ?? receiver.friends.keys().next().value ?? 'weixin'
      for (let at = 1; at <= count; at++) deliver(state, writer, receiver.id, { type: 1, content: wireText(text(at)) })
    },
    inject: (id, entries) => {
      const at = Math.floor(state.now() / 1_000)
      for (const entry of entries) account(id).queue.append({ kind: 'raw', entry, selector: '2', at })
    },
    kick: (id, code = 1101) => endSession(state, account(id), code),
    fault: state.faults.add,
    clearFaults: state.faults.clear,
    change: (settings) => {
      checkSettings(settings)
      Object.assign(state.settings, settings)
    },
    capability: (capability, service) => {
      state.services.set(capability, service)
    },
    sent: (id) => account(id).sent,
    history: (id, chat) => historyOf(account(id), chat),
    media: (mediaId) => {
      const bytes = state.depot.media.get(mediaId)?.bytes
      return bytes?.subarray(0, bytes.length)
    },
    isOnline: (id) => {
      const { session } = account(id)
      return session !== undefined && session.over === undefined
    },
  }
}

function addPerson(state: State, options: PersonOptions): void {
  free(state, options.id)
  const person = createPersonRecord(options, state.random, options.kind ?? 'person')
  state.persons.set(person.id, person)
  for (const account of state.accounts.values()) {
    if (befriend(account, person, options)) announce(state, account, person.id, '6')
    if (options.recent === true) account.recent.add(person.id)
  }
}

function befriend(account: Account, { id, friendOf }: Person, options: PersonOptions): boolean {
  if (id === account.id || (friendOf !== 'all' && !friendOf.includes(account.id))) return false
  const { remarkName = '', starred = false } = options
  account.friends.set(id, { id, remarkName, starred, deletedYou: false, blockedYou: false })
  return true
}

const first = ({ accounts }: State): string => accounts.keys().next().value ?? 'bot'

function found<T>(among: ReadonlyMap<string, T>, id: string, name: string): T {
  const one = among.get(id)
  if (one === undefined) throw failure('argument', { name, why: `there is no ${id} in this world` })
  return one
}

function remembered<T>(kept: Map<string, T>, id: string, make: () => T): T {
  const known = kept.get(id)
  if (known !== undefined) return known
  const made = make()
  kept.set(id, made)
  return made
}
