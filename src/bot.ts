import {
  BehaviorSubject,
  defer,
  forkJoin,
  ignoreElements,
  merge,
  type Observable,
  ReplaySubject,
  race,
  type SchedulerLike,
  Subject,
  Subscription,
  switchMap,
  take,
  tap,
  timer,
} from 'rxjs'
import type { AddressBook } from './actors/address-book.js'
import { type Behaviour, createBehaviours } from './actors/behaviour.js'
import type { BotEvent, BotState } from './actors/bot-state.js'
import { createEngine, type Engine } from './actors/engine/engine.js'
import type { EngineOptions } from './actors/engine/ports.js'
import type { ConversationState, Env } from './actors/env.js'
import { createConversing, type Dialogue } from './actors/inbox/conversing.js'
import { createDeliveries, type DeliveriesOptions } from './actors/inbox/deliveries.js'
import type { Delivery } from './actors/inbox/delivery.js'
import type { HandleOptions, Handler } from './actors/inbox/handling/handler.js'
import { createHandling, type Handling } from './actors/inbox/handling/handling.js'
import type { Consumer } from './actors/inbox/inbox.js'
import { leave } from './actors/leave.js'
import type { Qr } from './actors/login/login-state.js'
import type { Message } from './actors/message.js'
import { createOutbox, type SendOptions } from './actors/outbox.js'
import type { Receipt } from './actors/sender/sender-state.js'
import type { Target } from './actors/target.js'
import { type Failure, failure, isFailure } from './errors.js'

export interface BotOptions extends EngineOptions {
  /** `others`: without own messages and without MsgType 51 and 9999. `all`: everything the server hands out. */
  readonly include: 'others' | 'all'
}

/**
 * A bot: one account, its messages as a hot stream, its commands as cold ones. Making it does nothing; `start()` does.
 */
export interface Bot {
  /** Every message once, in the server's order, to whoever listens at the time. Completes when the bot stops. */
  readonly messages$: Observable<Message>
  /** Where the bot stands; replays the latest. */
  readonly state$: Observable<BotState>
  /** QR codes to show; replays the latest. */
  readonly qr$: Observable<Qr>
  readonly events$: Observable<BotEvent>
  /** The address book after each change; replays the latest. */
  readonly contacts$: Observable<AddressBook>
  /** Completes when the bot was stopped or logged out; fails with the failure that nothing helped against. */
  readonly done$: Observable<never>
  /** Lets a behaviour answer the messages, from now or from `start()` on. Unsubscribing takes it out. */
  readonly use: (behaviour: Behaviour) => Subscription
  /**
   * Sends a text. Cold: nothing happens until it is subscribed, and each subscription is a message of its own. Emits the
   * receipt once the server has answered and completes; waits while there is no session. Unsubscribing forgets the receipt, not the
   * message. Fails with `target`, `argument`, `overflow` or `stopped`.
   */
  readonly send: (to: Target, text: string, options?: SendOptions) => Observable<Receipt>
  /** Takes back a message of this account, within two minutes. Cold, as `send`. */
  readonly revoke: (to: Target, msgId: string) => Observable<Receipt>
  /**
   * Every message in the server's order, to be acknowledged: what is not when the process dies comes again at the next start. Names are
   * unique and durable; call it before `start()`. At most `prefetch` deliveries are out at a time.
   */
  readonly deliveries: (name: string, options?: DeliveriesOptions) => Observable<Delivery>
  /**
   * Work that has to be done for each message: at least once, in order within a conversation, side by side across them. The Commands
   * it returns are committed together with the acknowledgement. Call it before `start()`, with a unique and durable name.
   */
  readonly handle: (name: string, handler: Handler, options?: HandleOptions) => void
  /**
   * A dialogue with a state in each conversation, committed together with the acknowledgement, so that it goes on after a restart.
   * Call it before `start()`, with a unique and durable name.
   */
  readonly converse: <S>(name: string, dialogue: Dialogue<S>) => void
  /**
   * Settles an `ambiguous` event: from now on the contact that has the id `present` is the known `id`, and so are its messages and sends. Cold;
   * completes once that is in the store. Fails with `argument` where the ids are not known or of two kinds.
   */
  readonly bind: (present: string, id: string) => Observable<never>
  /** Begins. A second call answers with the same Subscription; unsubscribing it stops the bot. */
  readonly start: () => Subscription
  /**
   * Stops; what was kept in the store goes on at the next start. With `drain` nothing more is pulled or begun, and handlers that run have so many
   * milliseconds to end; default 0: at once.
   */
  readonly stop: (options?: { readonly drain?: number }) => void
  /** How the connection is doing; for health checks. */
  readonly health: () => Health
  /** After `kicked`: asks the phone, then shows a QR code. */
  readonly login: () => void
  /** Cold: tells the server, forgets the stored session and stops. Works without `start()`, too. */
  readonly logout: () => Observable<never>
  readonly scheduler: SchedulerLike
}

/** `age`: milliseconds since WeChat last answered a poll or a pull; undefined before the first. `paused`: nothing is pulled, since handlers are behind. */
export interface Health {
  readonly age: number | undefined
  readonly paused: boolean
}

/** Joins the actors into one bot over an environment. No network, no clock and no file is touched before `start()`. */
export function createBotIn(env: Env, options: BotOptions): Bot {
  const messages$ = new Subject<Message>()
  const state$ = new BehaviorSubject<BotState>({ type: 'idle' })
  const qr$ = new ReplaySubject<Qr>(1)
  const events$ = new Subject<BotEvent>()
  const contacts$ = new ReplaySubject<AddressBook>(1)
  const done$ = new ReplaySubject<never>(1)
  const engine$ = new ReplaySubject<Engine>(1)
  const run = new Subscription()
  let started = false
  let finished = false
  let online: BotState | undefined
  let reachedAt: number | undefined
  let running: Engine | undefined

  const show = (state: BotState): void => {
    online = state.type === 'online' ? state : state.type === 'offline' ? online : undefined
    state$.next(state)
  }

  const finish = (why?: Failure): void => {
    if (finished) return
    finished = true
    behaviours.stop()
    outbox.stop()
    running?.flush()
    run.unsubscribe()
    show({ type: 'stopped', ...(why === undefined ? {} : { failure: why }) })
    for (const subject of [messages$, state$, qr$, contacts$, events$]) subject.complete()
    const end = (): void => (why === undefined ? done$.complete() : done$.error(why))
    env.store.close().pipe(take(1)).subscribe({ complete: end, error: end })
  }

  const isWanted = (message: Message): boolean =>
    options.include === 'all' || (!message.own && message.type !== 'statusNotify' && message.type !== 'sysNotice')

  const ports = {
    phase: show,
    online: (self: AddressBook['self']) => show({ type: 'online', self }),
    qr: (qr: Qr) => qr$.next(qr),
    message: (message: Message) => {
      if (isWanted(message)) messages$.next(message)
    },
    book: (book: AddressBook) => contacts$.next(book),
    event: (event: BotEvent) => {
      events$.next(event)
      if (event.type === 'receipt') outbox.settle(event.receipt)
    },
    overflow: (clientMsgId: string, why: Failure) => outbox.reject(clientMsgId, why),
    isWanted,
    reached: ({ endpoint, reached, problem }: { endpoint: string; reached: boolean; problem: string }) => {
      if (online === undefined || (endpoint !== 'synccheck' && endpoint !== 'webwxsync')) return
      if (reached) reachedAt = env.scheduler.now()
      const isOffline = state$.value.type === 'offline'
      if (reached && isOffline) show(online)
      if (!reached && !isOffline) show({ type: 'offline', problem })
    },
  }

  const outbox = createOutbox(env.store, engine$, contacts$)
  const behaviours = createBehaviours({ messages$, state$, contacts$, events$, outbox, scheduler: env.scheduler })

  const consumers: Consumer[] = []
  const handlings: { readonly name: string; readonly handling: Handling }[] = []
  const recalls: ((states: readonly ConversationState[]) => void)[] = []

  const register = (consumer: Consumer): void => {
    if (started) throw failure('argument', { name: 'name', why: 'consumers are registered before start()' })
    if (consumer.name === '' || consumers.some(({ name }) => name === consumer.name))
      throw failure('argument', { name: 'name', why: 'every consumer needs a name of its own' })
    consumers.push(consumer)
  }

  const told = ({ name, handling }: (typeof handlings)[number]): Observable<never> =>
    handling.run$.pipe(
      tap(({ delivery, attempt }) =>
        events$.next({ type: 'overlap', consumer: name, id: delivery.message.id, attempt }),
      ),
      ignoreElements(),
    )

  const start = (): Subscription => {
    if (started || finished) return run
    started = true
    run.add(() => finish())
    run.add(
      defer(() => env.store.load())
        .pipe(
          switchMap((saved) => {
            for (const recall of recalls) recall(saved.states)
            const engine = createEngine(env, options, saved, ports, consumers)
            running = engine
            engine$.next(engine)
            // Handlers first: what was left over is handed to them as soon as the engine runs.
            return merge(...handlings.map(told), engine.run$)
          }),
        )
        .subscribe({
          error: (error: unknown) => finish(isFailure(error) ? error : failure('stopped', { what: 'a defect' }, error)),
          complete: () => finish(),
        }),
    )
    return run
  }

  return {
    messages$: messages$.asObservable(),
    state$: state$.asObservable(),
    qr$: qr$.asObservable(),
    events$: events$.asObservable(),
    contacts$: contacts$.asObservable(),
    done$: done$.asObservable(),
    use: behaviours.use,
    send: (to, text, sendOptions) => outbox.submit(to, { type: 'text', text }, sendOptions),
    revoke: (to, msgId) => outbox.submit(to, { type: 'revoke', msgId }),
    deliveries: (name, deliveriesOptions) => {
      const { consumer, deliveries$ } = createDeliveries(name, deliveriesOptions)
      register(consumer)
      return deliveries$
    },
    handle: (name, handler, handleOptions = {}) => {
      const handling = createHandling(env, name, handler, handleOptions)
      register(handling.consumer)
      handlings.push({ name, handling })
    },
    converse: (name, dialogue) => {
      const { consumer, recall } = createConversing(name, dialogue)
      register(consumer)
      recalls.push(recall)
    },
    bind: (present, id) =>
      engine$.pipe(
        take(1),
        switchMap((engine) => engine.bind(present, id)),
      ),
    start,
    stop: ({ drain = 0 } = {}) => {
      if (drain <= 0 || running === undefined || handlings.length === 0) return finish()
      running.drain()
      const drained$ = forkJoin(handlings.map(({ handling }) => handling.drain()))
      run.add(race(drained$, timer(drain, env.scheduler)).subscribe(() => finish()))
    },
    health: () => ({
      age: reachedAt === undefined ? undefined : env.scheduler.now() - reachedAt,
      paused: running?.isPaused() ?? false,
    }),
    login: () => engine$.pipe(take(1)).subscribe((engine) => engine.login({ type: 'login' })),
    logout: () =>
      defer(() => {
        if (!started) return leave(env, options.realm, finish)
        engine$.pipe(take(1)).subscribe((engine) => engine.login({ type: 'logout' }))
        return done$
      }),
    scheduler: env.scheduler,
  }
}
