import {
  concat,
  concatMap,
  defer,
  EMPTY,
  filter,
  ignoreElements,
  merge,
  mergeMap,
  type Observable,
  of,
  Subject,
  switchMap,
  takeUntil,
  tap,
} from 'rxjs'
import { failure } from '../../errors.js'
import type { Session } from '../../protocol/session.js'
import type { Env } from '../env.js'
import { giveUp } from '../give-up.js'
import type { Identities } from '../identity/identities.js'
import { saveIdentities } from '../identity/save-identities.js'
import type { Consumer, Inbox } from '../inbox/inbox.js'
import type { LoginMessage } from '../login/login-state.js'
import type { OperationsMessage } from '../operations/operations-state.js'
import { isReady } from '../outgoing.js'
import type { OutboxItem, Saved } from '../saved.js'
import type { SenderMessage } from '../sender/sender-state.js'
import { type Core, createCore } from './core.js'
import { living } from './living.js'
import { loggingIn } from './logging-in.js'
import { type Offered, type OfferOptions, offer, release } from './offer.js'
import { operating } from './operating.js'
import type { EngineOptions, EnginePorts } from './ports.js'
import { createReceiving, type Receiving } from './receive.js'
import { sending } from './sending.js'

/** What the engine is told. */
export interface Engine {
  /** What a wish to send something comes to. Throws `argument` where its key is taken, too, and `overflow` for an answer to a bot. */
  readonly offer: (to: string, content: OutboxItem['content'], options?: OfferOptions) => Offered
  /** An item that was offered could not be kept: its key is free again. */
  readonly withdraw: (item: OutboxItem) => void
  readonly identities: Identities
  /** The session there is, whenever there is one. */
  readonly session$: Observable<Session>
  /** From now on the contact that has the id `present` is the known `id`. Fails with `argument` where that cannot be. */
  readonly bind: (present: string, id: string) => Observable<never>
  readonly login: (command: LoginMessage) => void
  readonly send: (command: SenderMessage) => void
  /** Whether a send that was not answered may be on its way. */
  readonly isTried: (clientMsgId: string) => boolean
  /** Emits whenever the outbox has room for what comes of a handler. */
  readonly room$: Observable<unknown>
  /** How many sends wait for now, and how many for later. */
  readonly outboxSizes: () => { readonly now: number; readonly later: number }
  readonly operate: (command: OperationsMessage) => void
  /** The number of the login, in which UserNames mean somebody. */
  readonly epoch: () => number
  /** Nothing more is pulled; the server keeps it. */
  readonly drain: () => void
  /** Nothing is pulled at the moment, since too much waits for its handlers. */
  readonly isPaused: () => boolean
  /** Commits what has been settled: the last thing before a stop. */
  readonly flush: () => void
  /** Runs everything, for as long as it is subscribed; completes after a logout and fails when nothing helps any more. */
  readonly run$: Observable<never>
}

/** A first login that never reached the server gives up after this long (ms). */
const firstContact = 30_000

/** Joins the actors over what a start finds in the store. */
export function createEngine(
  env: Env,
  options: EngineOptions,
  saved: Saved,
  ports: EnginePorts,
  consumers: readonly Consumer[],
): Engine {
  const core = createCore(env, options, saved, ports)
  const inbox = createReceiving(core, consumers)
  const stopped$ = new Subject<void>()
  return {
    offer: (to, content, offerOptions) => offer(core, to, content, offerOptions),
    withdraw: (item) => {
      core.sendKeys.free(item)
      release(core, item)
    },
    identities: core.identities,
    session$: core.session$.pipe(concatMap((sending) => (sending === undefined ? EMPTY : of(sending.session)))),
    bind: (present, id) =>
      defer(() => {
        if (!core.identities.bind(present, id))
          throw failure('argument', {
            name: 'bind',
            why: 'both ids have to be known, of one kind, and the first one present in this session',
          })
        // What waits for it, or shows it, looks again once it is kept.
        return concat(saveIdentities(env, core.identities), shown(core))
      }),
    login: (command) => core.login$.next(command),
    send: (command) => core.sender$.next(command),
    isTried: (clientMsgId) => core.inFlight.has(clientMsgId),
    room$: core.outbox.room$,
    outboxSizes: core.outbox.sizes,
    operate: (command) => core.operations$.next(command),
    epoch: core.keeper.epoch,
    drain: inbox.drain,
    isPaused: inbox.isPaused,
    flush: inbox.flush,
    run$: merge(
      sending(core, inbox),
      operating(core),
      inbox.run$,
      kept(core, inbox),
      ownSends(core),
      identified(core),
      patience(core),
      concat(left(core, inbox), sessions(core, inbox, stopped$)),
    ).pipe(takeUntil(stopped$)),
  }
}

const kept = ({ keeper }: Core, inbox: Receiving): Observable<never> =>
  keeper.kept$.pipe(tap(inbox.take), ignoreElements())

/** The message is kept in the commit in which its send leaves the outbox: a kill neither loses nor doubles it. */
const ownSends = ({ ownSends$, keeper }: Core): Observable<never> =>
  ownSends$.pipe(
    mergeMap(({ raw, landed, ...ended }) => keeper.keepSent(raw, ended).pipe(tap(landed))),
    ignoreElements(),
  )

/** What a process before this one kept and did not settle, and what it still had to send. */
const left = ({ env, saved, sender$, options, ports }: Core, inbox: Inbox): Observable<never> =>
  defer(() => {
    env.files?.sweep(saved.outbox.flatMap(copiesOf)).subscribe({ error: () => {} })
    if (saved.gap !== undefined) ports.event({ type: 'gap', reason: saved.gap })
    // First what is still to be sent: an answer that a handler gives at once comes after those to earlier messages.
    for (const item of saved.outbox) sender$.next({ type: 'submit', item, from: 'store' })
    if (saved.entries.length > 0) {
      if (options.backlog === 'skip') inbox.skip(saved.entries)
      else inbox.receive(saved.entries, true)
    }
    return EMPTY
  })

/** The private copies that an item still needs. */
const copiesOf = ({ content }: OutboxItem): readonly string[] =>
  content.type === 'media' && isReady(content.file) && content.file.isSpooled ? [content.file.path] : []

/** Ids mean somebody else from now on: the book says who has them. */
const shown = ({ present, ports, books$ }: Core): Observable<never> =>
  defer(() => {
    if (present.book === undefined) return EMPTY
    ports.book(present.book)
    books$.next(present.book)
    return EMPTY
  })

/** Ids that the address book brought are kept once it is complete. */
const identified = ({ env, identities, books$ }: Core): Observable<never> =>
  books$.pipe(
    filter(({ complete }) => complete),
    concatMap(() => saveIdentities(env, identities)),
  )

const patience = ({ reached$, options, session, env }: Core): Observable<never> =>
  reached$.pipe(
    giveUp({
      after: options.giveUp,
      first: session === undefined ? (options.firstContact ?? firstContact) : options.giveUp,
      scheduler: env.scheduler,
    }),
  )

/** The old life ends before the new one begins; a logout ends all of it. */
const sessions = (core: Core, inbox: Receiving, stopped$: Subject<void>): Observable<never> =>
  loggingIn(core).pipe(
    filter((event) => event.type === 'loggedIn' || (event.type === 'phase' && event.phase.type === 'loggedOut')),
    switchMap((event) => (event.type === 'loggedIn' ? living(core, inbox, event) : leave(core, inbox, stopped$))),
  )

/** What was handed out is committed first: nothing is once the engine has stopped. */
const leave = ({ keeper }: Core, inbox: Inbox, stopped$: Subject<void>): Observable<never> =>
  defer(() => {
    inbox.flush()
    return keeper.forget()
  }).pipe(
    tap(() => stopped$.next()),
    ignoreElements(),
  )
