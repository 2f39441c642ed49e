import {
  concat,
  concatMap,
  defer,
  EMPTY,
  filter,
  ignoreElements,
  merge,
  type Observable,
  Subject,
  switchMap,
  take,
  takeUntil,
  tap,
} from 'rxjs'
import { type Failure, failure, isFailure } from '../errors.js'
import { actor } from '../kernel/actor.js'
import { backoff, escalate, type Policy } from '../kernel/policy.js'
import type { Realm } from '../protocol/hosts.js'
import { loadSession, type Profile } from '../protocol/session.js'
import { address } from './address.js'
import { type AddressBook, createAddressBooks, type Known } from './address-book.js'
import type { BotEvent } from './bot-state.js'
import { createCall, type Reached } from './call.js'
import type { ContactsEvent } from './contacts/contacts-state.js'
import type { Env, OutboxItem, Saved } from './env.js'
import { giveUp } from './give-up.js'
import { createIdentities, type Identities } from './identities.js'
import { type Consumer, createInbox } from './inbox/inbox.js'
import { createKeeper } from './keeper.js'
import { createLife, type Life, type Opened } from './life.js'
import { login } from './login/login.js'
import type { LoginEvent, LoginMessage, Phase, Qr } from './login/login-state.js'
import type { Message } from './message.js'
import { outgoing, outgoingItem } from './outgoing.js'
import { saveIdentities } from './save-identities.js'
import { createSeen } from './seen.js'
import { createClientMsgIds } from './sender/client-msg-ids.js'
import type { Pace } from './sender/pace.js'
import { sender } from './sender/sender.js'
import type { SenderEvent, SenderMessage } from './sender/sender-state.js'
import type { SyncEvent } from './sync/sync-state.js'

export interface EngineOptions {
  readonly realm: Realm
  readonly profile: Profile
  readonly pace: Pace
  readonly qrAttempts: number
  readonly relogin: 'ask' | 'always'
  /** Milliseconds without a good answer after which the engine fails with `gaveUp`; 0 = never. */
  readonly giveUp: number
}

/** What the engine tells. */
export interface EnginePorts {
  readonly phase: (phase: Exclude<Phase, { readonly type: 'online' }>) => void
  readonly online: (self: Known) => void
  readonly qr: (qr: Qr) => void
  readonly message: (message: Message) => void
  readonly book: (book: AddressBook) => void
  readonly event: (event: BotEvent) => void
  /** A send was not taken, since the queue is full. */
  readonly overflow: (clientMsgId: string, why: Failure) => void
  readonly reached: (reached: Reached) => void
  readonly isWanted: (message: Message) => boolean
}

/** What the engine is told. */
export interface Engine {
  /** An item of the outbox for a text or a revocation, with a ClientMsgId of its own. */
  readonly outgoing: (to: string, content: OutboxItem['content'], key?: string) => OutboxItem
  readonly identities: Identities
  readonly login: (command: LoginMessage) => void
  readonly send: (command: SenderMessage) => void
  /** Runs everything, for as long as it is subscribed; completes after a logout and fails when nothing helps any more. */
  readonly run$: Observable<never>
}

/** A first login that never reached the server gives up after this long (ms). */
const firstContact = 30_000

/** MsgIds of own sends that are remembered, to recognise an echo. */
const ownSends = 10_000

/** An actor whose code throws more often than this is not started again. */
const crashesAllowed = 10

/** Joins the actors over what a start finds in the store. */
export function createEngine(
  env: Env,
  options: EngineOptions,
  saved: Saved,
  ports: EnginePorts,
  consumers: readonly Consumer[],
): Engine {
  env.cookies.restore(saved.cookies)
  const session = saved.session === undefined ? undefined : loadSession(options.realm, saved.session)
  const identities = createIdentities(saved.identities, saved.epoch)
  const keeper = createKeeper(env, saved)
  const ids = createClientMsgIds(env, lastIdOf(saved))
  const addressBooks = createAddressBooks(identities)
  const ownMsgIds = createSeen([], ownSends)
  const reached$ = new Subject<Reached>()
  const books$ = new Subject<AddressBook>()
  const loginCommands$ = new Subject<LoginMessage>()
  const senderCommands$ = new Subject<SenderMessage>()
  const stopped$ = new Subject<void>()
  let book: AddressBook | undefined
  let life: Life | undefined

  const call = createCall(env, (reached) => {
    ports.reached(reached)
    reached$.next(reached)
  })

  const supervise = (name: string): Policy => {
    const { scheduler, random } = env
    const again = backoff({ first: 1_000, max: 30_000, tries: crashesAllowed, jitter: 0.3, random, scheduler })
    return (error, attempt) => {
      if (isFailure(error)) return escalate(error, attempt)
      ports.event({ type: 'crashed', actor: name, error })
      return again(error, attempt)
    }
  }

  const lost = (why: Failure): void => {
    ports.event({ type: 'sessionLost', failure: why })
    senderCommands$.next({ type: 'offline' })
    loginCommands$.next({ type: 'lost', failure: why, now: env.scheduler.now() })
  }

  const wantDetails = (message: Message): void => {
    if (life === undefined) return
    if (message.type === 'statusNotify' && message.code === 4)
      life.contacts.next({ type: 'want', names: message.userNames.map((userName) => ({ userName })) })
    const room = book?.get(message.peer)
    const inRoom = room?.kind === 'room' && room.encryChatRoomId !== '' ? { encryChatRoomId: room.encryChatRoomId } : {}
    const isMember = room?.kind === 'room' && room.members.some(({ userName }) => userName === message.sender)
    const unknown = [message.peer, ...(isMember ? [] : [message.sender])].filter(
      (name) => book?.get(name) === undefined,
    )
    if (unknown.length > 0)
      life.contacts.next({ type: 'want', names: unknown.map((userName) => ({ userName, ...inRoom })) })
  }

  const inbox = createInbox(
    {
      env,
      identities,
      consumers,
      address: address({ identities, book: () => book, sentByBot: ownMsgIds.has }),
      deliver: (message) => {
        ports.message(message)
        wantDetails(message)
      },
      isWanted: ports.isWanted,
      outgoing: (command) => outgoing(command, ids, identities, book),
      send: (items) => {
        for (const item of items) senderCommands$.next({ type: 'submit', item })
      },
      died: (letter) => ports.event({ type: 'deadLetter', letter }),
      crashed: (error) => ports.event({ type: 'crashed', actor: 'inbox', error }),
    },
    saved.lastSeq,
  )

  const onContacts = (event: ContactsEvent): void => {
    if (event.type === 'trouble') return ports.event(event)
    book = addressBooks(event.self, event.book, event.complete)
    ports.book(book)
    books$.next(book)
  }

  const onSync = (event: SyncEvent): void => {
    switch (event.type) {
      case 'polled':
        return loginCommands$.next({ type: 'healthy' })
      case 'lost':
        if (event.failure.kind === 'store') throw event.failure
        return lost(event.failure)
      case 'renewed':
        return senderCommands$.next({
          type: 'online',
          sending: { session: event.session, self: identities.userNameOf('self') ?? '', epoch: keeper.epoch() },
        })
      case 'skipped':
      case 'gap':
      case 'trouble':
        return ports.event(event)
      case 'contactsChanged':
      case 'advanced':
        return
    }
  }

  const open = (opened: Opened, epochBefore: number): Observable<never> =>
    keeper.keys$.pipe(
      take(1),
      switchMap((keys) =>
        keeper.open(opened.session, opened.fresh ? opened.init.keys : (keys ?? opened.init.keys), opened.fresh),
      ),
      tap(() => {
        const self = opened.init.self.UserName
        identities.begin(keeper.epoch(), self)
        ports.online(addressBooks(opened.init.self, new Map(), false).self)
        ports.event({ type: 'loggedIn', fresh: opened.fresh })
        if (opened.fresh && epochBefore > 0)
          ports.event({ type: 'gap', reason: 'a new login starts where the server stands now' })
        senderCommands$.next({ type: 'online', sending: { session: opened.session, self, epoch: keeper.epoch() } })
      }),
      switchMap(() => {
        const next = createLife(
          { env, call, keeper, supervise, books$, room$: inbox.room$, reunion: () => epochBefore > 0 },
          opened,
        )
        life = next
        return next.events$
      }),
      tap((event) => {
        if (event.type === 'book') onContacts(event)
        else onSync(event)
      }),
      ignoreElements(),
    )

  const onLogin = (event: LoginEvent): void => {
    switch (event.type) {
      case 'phase':
        if (event.phase.type === 'qr') ports.qr(event.phase.qr)
        if (event.phase.type !== 'online') ports.phase(event.phase)
        return
      case 'gaveUp':
        throw event.failure
      case 'refusedOnce':
        return ports.event({ type: 'refusedOnce', failure: event.failure })
      case 'trouble':
      case 'kicked':
        return ports.event(event)
      case 'loggedIn':
      case 'loggedOut':
        return
    }
  }

  const login$ = defer(() =>
    loginCommands$.pipe(actor(login({ env, call, realm: options.realm }, options, session), supervise('login'))),
  ).pipe(tap(onLogin))

  const onSender = (event: SenderEvent): void => {
    switch (event.type) {
      case 'receipt':
        if (event.receipt.outcome === 'accepted') {
          ownMsgIds.add([event.receipt.msgId])
          life?.sync.next({ type: 'sent' })
        }
        inbox.sent(event.receipt.clientMsgId)
        return ports.event(event)
      case 'overflow':
        return ports.overflow(event.item.clientMsgId, failure('overflow', { queue: 'outbox', limit: event.limit }))
      case 'lost':
        return lost(event.failure)
      case 'rateLimited':
      case 'trouble':
        return ports.event(event)
    }
  }

  const sender$ = senderCommands$.pipe(
    actor(sender({ env, call, ids, pace: options.pace, userNameOf: identities.userNameOf }), supervise('sender')),
    tap(onSender),
    ignoreElements(),
  )

  const leave$ = defer(() => keeper.forget()).pipe(
    tap(() => stopped$.next()),
    ignoreElements(),
  )

  const sessions$ = login$.pipe(
    filter((event) => event.type === 'loggedIn' || (event.type === 'phase' && event.phase.type === 'loggedOut')),
    switchMap((event) => (event.type === 'loggedIn' ? open(event, keeper.epoch()) : leave$)),
  )

  /** What a process before this one kept and did not settle, and what it still had to send. */
  const left$ = defer(() => {
    if (saved.entries.length > 0) inbox.receive(saved.entries, true)
    for (const item of saved.outbox) senderCommands$.next({ type: 'submit', item })
    return EMPTY
  })

  const identified$ = books$.pipe(
    filter(({ complete }) => complete),
    concatMap(() => saveIdentities(env, identities)),
  )

  return {
    outgoing: (to, content, key) => outgoingItem(ids, to, content, key),
    identities,
    login: (command) => loginCommands$.next(command),
    send: (command) => senderCommands$.next(command),
    run$: merge(
      sender$,
      identified$,
      inbox.run$,
      keeper.kept$.pipe(
        tap((entries) => inbox.receive(entries, false)),
        ignoreElements(),
      ),
      reached$.pipe(
        giveUp({
          after: options.giveUp,
          first: session === undefined ? firstContact : options.giveUp,
          scheduler: env.scheduler,
        }),
      ),
      concat(left$, sessions$),
    ).pipe(takeUntil(stopped$)),
  }
}

/** Ids only count up: from the last one reserved, and from those that still wait to be sent. */
const lastIdOf = ({ clientMsgId, outbox }: Saved): string =>
  [clientMsgId, ...outbox.map((item) => item.clientMsgId)].reduce((last, id) =>
    id !== '' && (last === '' || BigInt(id) > BigInt(last)) ? id : last,
  )
