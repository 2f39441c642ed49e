import { BehaviorSubject, Subject } from 'rxjs'
import { type Failure, isFailure } from '../../errors.js'
import { backoff, escalate, type Policy } from '../../kernel/policy.js'
import type { RawMessage } from '../../protocol/message.js'
import { loadSession, type Session } from '../../protocol/session.js'
import { type AddressBook, createAddressBooks } from '../address-book.js'
import { type Call, createCall, type Reached } from '../call.js'
import type { Env } from '../env.js'
import { createIdentities, type Identities } from '../identity/identities.js'
import { createInFlight, type InFlight } from '../in-flight.js'
import { createSettlements, type Settlements } from '../inbox/settlements.js'
import { createKeeper, type Keeper } from '../keeper.js'
import type { LoginMessage } from '../login/login-state.js'
import { createLoopBreaker, type LoopBreaker } from '../loop-breaker.js'
import type { OperationsMessage } from '../operations/operations-state.js'
import { ownerOf, type Saved, type SendKey } from '../saved.js'
import { createSeen, type Seen } from '../seen.js'
import { createSendKeys, type SendKeys } from '../send-keys.js'
import { type ClientMsgIds, createClientMsgIds } from '../sender/client-msg-ids.js'
import type { SenderMessage, Sending } from '../sender/sender-state.js'
import type { Life } from './life.js'
import { createOutboxCount, type OutboxCount } from './outbox-count.js'
import type { EngineOptions, EnginePorts } from './ports.js'

/** What the actors of one bot share: who is who, where things are kept, and the ways to each other. */
export interface Core {
  readonly env: Env
  readonly options: EngineOptions
  readonly ports: EnginePorts
  readonly saved: Saved
  /** The stored session, if it is one of this realm. */
  readonly session: Session | undefined
  readonly identities: Identities
  readonly settlements: Settlements
  readonly keeper: Keeper
  readonly ids: ClientMsgIds
  readonly sendKeys: SendKeys
  readonly addressBooks: ReturnType<typeof createAddressBooks>
  /** MsgIds of own sends, to recognise an echo. */
  readonly ownMsgIds: Seen
  /** Sends that may be on their way: the store says so of them, too. */
  readonly inFlight: InFlight
  readonly call: Call
  readonly loopBreaker: LoopBreaker
  readonly supervise: (actor: string) => Policy
  readonly reached$: Subject<Reached>
  readonly books$: Subject<AddressBook>
  /** Sends that were accepted and are to be handed out as messages. */
  readonly ownSends$: Subject<OwnSend>
  readonly login$: Subject<LoginMessage>
  readonly sender$: Subject<SenderMessage>
  readonly operations$: Subject<OperationsMessage>
  readonly outbox: OutboxCount
  /** The session there is, for requests of a person; undefined while there is none. */
  readonly session$: BehaviorSubject<Sending | undefined>
  /** What is so at the moment. */
  readonly present: {
    book: AddressBook | undefined
    life: Life | undefined
    /** From this size on a room is joined by invitation only, as the session's opening said. */
    inviteFrom: number
  }
}

/** An accepted send as a message, and who waits for it to leave the outbox. */
export interface OwnSend {
  readonly raw: RawMessage
  readonly clientMsgId: string
  readonly sendKeys: readonly SendKey[]
  readonly landed: () => void
}

/** MsgIds of own sends that are remembered. */
const ownSends = 10_000

/** The size of rooms that the service names nowadays. */
const usualInviteFrom = 40

/** An actor whose code throws more often than this is not started again. */
const crashesAllowed = 10

export function createCore(env: Env, options: EngineOptions, saved: Saved, ports: EnginePorts): Core {
  env.cookies.restore(saved.cookies)
  const identities = createIdentities(saved.identities, saved.epoch, {
    owner: ownerOf(saved) ?? '',
    isTrusting: options.identities === 'trusting',
    report: ports.event,
  })
  const settlements = createSettlements(env, identities, { upTo: doneIn(saved), marks: saved.marks ?? [] })
  const reached$ = new Subject<Reached>()
  const inFlight = createInFlight()
  return {
    env,
    options,
    ports,
    saved,
    session: saved.session === undefined ? undefined : loadSession(options.realm, saved.session),
    identities,
    settlements,
    keeper: createKeeper(env, saved, settlements, inFlight.includes),
    ids: createClientMsgIds(env, lastIdOf(saved)),
    sendKeys: createSendKeys(saved, env.scheduler.now, (id) => identities.get(id)?.boundTo ?? id),
    addressBooks: createAddressBooks(identities),
    ownMsgIds: createSeen([], ownSends),
    inFlight,
    call: createCall(env, (reached) => {
      ports.reached(reached)
      reached$.next(reached)
    }),
    loopBreaker: createLoopBreaker(options.loop, env.scheduler, (conversation, pause) =>
      ports.event({ type: 'loopBroken', conversation, pause }),
    ),
    supervise: (name) => supervision(env, ports, name),
    reached$,
    books$: new Subject(),
    ownSends$: new Subject(),
    login$: new Subject(),
    sender$: new Subject(),
    operations$: new Subject(),
    outbox: createOutboxCount(),
    session$: new BehaviorSubject<Sending | undefined>(undefined),
    present: { book: undefined, life: undefined, inviteFrom: usualInviteFrom },
  }
}

/** A failure was meant and goes upwards; anything else is a defect of ours, reported and tried again for a while. */
function supervision({ scheduler, random }: Env, ports: EnginePorts, name: string): Policy {
  const again = backoff({ first: 1_000, max: 30_000, tries: crashesAllowed, jitter: 0.3, random, scheduler })
  return (error, attempt) => {
    if (isFailure(error)) return escalate(error, attempt)
    ports.event({ type: 'crashed', actor: name, error })
    return again(error, attempt)
  }
}

/** There is a session, or it has new secrets. */
export function goOnline({ session$, sender$, operations$ }: Core, sending: Sending): void {
  session$.next(sending)
  sender$.next({ type: 'online', sending })
  operations$.next({ type: 'online', sending })
}

/** The session is gone, as sync or the sender found out. */
export function lose({ ports, session$, sender$, operations$, login$, env }: Core, why: Failure): void {
  ports.event({ type: 'sessionLost', failure: why })
  session$.next(undefined)
  sender$.next({ type: 'offline' })
  operations$.next({ type: 'offline' })
  login$.next({ type: 'lost', failure: why, now: env.scheduler.now() })
}

/** Ids only count up: from the last one reserved, and from those that still wait to be sent. */
const lastIdOf = ({ clientMsgId, outbox }: Saved): string =>
  [clientMsgId, ...outbox.map((item) => item.clientMsgId)].reduce((last, id) =>
    id !== '' && (last === '' || BigInt(id) > BigInt(last)) ? id : last,
  )

/** Up to here the store knows that everything is done. */
const doneIn = ({ entries: [first], lastSeq }: Saved): number => (first === undefined ? lastSeq : first.seq - 1)
