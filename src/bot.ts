import {
  BehaviorSubject,
  defer,
  EMPTY,
  filter,
  forkJoin,
  ignoreElements,
  map,
  merge,
  type Observable,
  of,
  ReplaySubject,
  race,
  Subject,
  Subscription,
  switchMap,
  take,
  tap,
  throwError,
} from 'rxjs'
import type { AddressBook } from './actors/address-book.js'
import { createBehaviours } from './actors/behaviour.js'
import type { Bot, BotOptions } from './actors/bot.js'
import type { BotEvent, BotState } from './actors/bot-state.js'
import { checkOptions } from './actors/check-options.js'
import { checkedCommand } from './actors/checked-command.js'
import type { Command } from './actors/command.js'
import type { ContactChange } from './actors/contact-change.js'
import { createEngine, type Engine } from './actors/engine/engine.js'
import type { Env } from './actors/env.js'
import { createHealth } from './actors/health.js'
import { createConversing } from './actors/inbox/conversing.js'
import { createDeliveries } from './actors/inbox/deliveries.js'
import { createHandling, type Handling } from './actors/inbox/handling/handling.js'
import type { Consumer } from './actors/inbox/inbox.js'
import { leave } from './actors/leave.js'
import { logEnd, logEvents, logStates } from './actors/log/log-bot.js'
import type { Qr } from './actors/login/login-state.js'
import { createDownloads } from './actors/media/downloads.js'
import { readyCommand, readyCommands } from './actors/media/ready.js'
import type { Message } from './actors/message.js'
import { type Capabilities, knownCapabilities } from './actors/operations/capabilities.js'
import { createBotOperations } from './actors/operations/create-bot-operations.js'
import { createOperationsDesk } from './actors/operations/operations-desk.js'
import { createOutbox } from './actors/outbox.js'
import { contentOf, wishesOf } from './actors/outgoing.js'
import { patientStore } from './actors/patient-store.js'
import type { ConversationState } from './actors/saved.js'
import { createTakeable } from './actors/takeable.js'
import { createUntilStopped } from './actors/until-stopped.js'
import { checkText } from './check-argument.js'
import { type Failure, failure, isFailure } from './errors.js'
import { after } from './kernel/after.js'

export type { Bot, BotOptions } from './actors/bot.js'

/**
 * Joins the actors into one bot over an environment of your own; `createBot` is this over the real world. No
 * network, no clock and no file is touched before `start()`, and nothing but what `env` gives afterwards. Throws an `argument` failure for numbers
 * that make no sense.
 *
 * @example
 * const own = (env: Env, options: BotOptions): Bot => createBotIn({ ...env, random: () => 0.5 }, { ...options, pace: defaultPace })
 */
export function createBotIn(given: Env, options: BotOptions): Bot {
  checkOptions(options)
  const messages$ = new Subject<Message>()
  const state$ = new BehaviorSubject<BotState>({ type: 'idle' })
  const qr$ = new ReplaySubject<Qr>(1)
  const events$ = new Subject<BotEvent>()
  const contacts$ = new ReplaySubject<AddressBook>(1)
  const contactChanges$ = new Subject<ContactChange>()
  const capabilities$ = new BehaviorSubject<Capabilities>(knownCapabilities)
  const done$ = new ReplaySubject<never>(1)
  const engine$ = new ReplaySubject<Engine>(1)
  const run = new Subscription()
  const troubled = (failed: Failure, attempt: number): void => {
    events$.next({ type: 'trouble', failure: failed, attempt })
  }
  const untold = (failed: Failure): void => events$.next({ type: 'trouble', failure: failed, attempt: 1 })
  const env: Env = { ...given, store: patientStore(given.store, given, troubled) }
  // From the beginning: a behaviour may fail before start().
  logEvents(env, events$).subscribe()
  let started = false
  let finished = false
  let hasLeft = false
  let online: BotState | undefined
  let reachedAt: number | undefined
  let running: Engine | undefined

  const show = (state: BotState): void => {
    online = state.type === 'online' ? state : state.type === 'offline' ? online : undefined
    if (state.type === 'loggedOut') hasLeft = true
    state$.next(state)
  }

  const finish = (why?: Failure): void => {
    if (finished) return
    finished = true
    behaviours.stop()
    outbox.stop()
    desk.stop()
    binding.stop()
    running?.flush()
    run.unsubscribe()
    logEnd(env, why)
    show({ type: 'stopped', ...(why === undefined ? {} : { failure: why }) })
    for (const subject of [messages$, state$, qr$, contacts$, contactChanges$, capabilities$, events$])
      subject.complete()
    const end = (): void => (why === undefined ? done$.complete() : done$.error(why))
    env.store.close().pipe(take(1)).subscribe({ complete: end, error: end })
  }

  const left = (): void => {
    hasLeft = true
    finish()
  }

  const isWanted = (message: Message): boolean =>
    options.include === 'all' || (!message.own && message.type !== 'statusNotify' && message.type !== 'sysNotice')

  const desk = createOperationsDesk(engine$)
  const binding = createUntilStopped('the contact was bound')

  const ports = {
    phase: show,
    online: (self: AddressBook['self']) => show({ type: 'online', self }),
    qr: (qr: Qr) => qr$.next(qr),
    message: (message: Message) => {
      if (isWanted(message)) messages$.next(message)
    },
    book: (book: AddressBook) => contacts$.next(book),
    change: (change: ContactChange) => contactChanges$.next(change),
    event: (event: BotEvent) => {
      events$.next(event)
      if (event.type === 'receipt') outbox.settle(event.receipt)
    },
    overflow: (clientMsgId: string, why: Failure) => outbox.reject(clientMsgId, why),
    answer: desk.settle,
    capabilities: (capabilities: Capabilities) => capabilities$.next(capabilities),
    isWanted,
    handsOutOwn: options.include === 'all',
    reached: ({ endpoint, reached, problem }: { endpoint: string; reached: boolean; problem: string }) => {
      if (online === undefined || (endpoint !== 'synccheck' && endpoint !== 'webwxsync')) return
      if (reached) reachedAt = env.scheduler.now()
      const isOffline = state$.value.type === 'offline'
      if (reached && isOffline) show(online)
      if (!reached && !isOffline) show({ type: 'offline', problem })
    },
  }

  const outbox = createOutbox(env.store, engine$, contacts$)
  /** Files are there as soon as the bot runs. */
  const ready = (command: Command): Observable<Command> =>
    checkedCommand(command).type === 'media'
      ? engine$.pipe(
          take(1),
          switchMap(() => readyCommand(env, command, options.limits)),
        )
      : of(command)
  const health = createHealth(events$, env.scheduler)
  const { takeable, waiting } = createTakeable(env.scheduler, engine$, contacts$, (consumer) =>
    events$.next({ type: 'waitingForRoom', consumer }),
  )
  const behaviours = createBehaviours({
    // What this bot has sent is no matter of behaviours: one that answers everything would answer itself for ever.
    messages$: messages$.pipe(filter(({ origin }) => origin !== 'bot')),
    state$,
    contacts$,
    contactChanges$: contactChanges$.asObservable(),
    capabilities$: capabilities$.asObservable(),
    events$,
    outbox,
    ready,
    scheduler: env.scheduler,
  })
  const downloads = createDownloads(env, options, engine$, contacts$, state$)

  const consumers: Consumer[] = []
  const handlings: { readonly name: string; readonly handling: Handling }[] = []
  const recalls: ((states: readonly ConversationState[]) => void)[] = []

  const register = (consumer: Consumer): void => {
    if (started) throw failure('argument', { name: 'name', why: 'consumers are registered before start()' })
    checkText('name', consumer.name)
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
            run.add(logStates(env, state$, events$).subscribe())
            const engine = createEngine(env, options, saved, ports, consumers)
            running = engine
            const told$ = defer(() => {
              engine$.next(engine)
              return EMPTY
            })
            // Handlers first: what was left over is handed to them as soon as the engine runs. Then it is told of, for it does not hear what it is told before.
            return merge(...handlings.map(told), engine.run$, told$)
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
    contactChanges$: contactChanges$.asObservable(),
    capabilities$: capabilities$.asObservable(),
    done$: done$.asObservable(),
    use: behaviours.use,
    send: (to, text, sendOptions) => outbox.submit(to, { type: 'text', text }, sendOptions),
    submit: (command) =>
      defer(() => {
        const { to } = checkedCommand(command)
        return outbox.submit(to, defer(() => ready(command)).pipe(map(contentOf)), wishesOf(command))
      }),
    ...downloads,
    ...createBotOperations(desk.operate, contacts$),
    revoke: (to, msgId) => outbox.submit(to, { type: 'revoke', msgId }),
    deliveries: (name, deliveriesOptions) => {
      const { consumer, deliveries$ } = createDeliveries(name, deliveriesOptions)
      register(consumer)
      return deliveries$
    },
    handle: (name, handler, handleOptions = {}) => {
      const looked = (commands: readonly Command[]): ReturnType<typeof readyCommands> =>
        commands.length === 0
          ? of(commands)
          : readyCommands(env, commands, options.limits).pipe(switchMap((all) => takeable(name, all)))
      const failed = (id: string, attempt: number, error: unknown): void =>
        events$.next({ type: 'handlerFailed', consumer: name, id, attempt, error })
      const handling = createHandling({ ...env, ready: looked, failed }, name, handler, handleOptions)
      register(handling.consumer)
      handlings.push({ name, handling })
    },
    converse: (name, dialogue) => {
      const { consumer, recall } = createConversing(name, dialogue, (commands) => takeable(name, commands))
      register(consumer)
      recalls.push(recall)
    },
    bind: (present, id) =>
      binding.wait(
        engine$.pipe(
          take(1),
          switchMap((engine) => engine.bind(present, id)),
        ),
      ),
    start,
    stop: ({ drain = 0 } = {}) => {
      if (!(drain > 0) || running === undefined || handlings.length === 0) return finish()
      running.drain()
      const drained$ = forkJoin(handlings.map(({ handling }) => handling.drain()))
      run.add(race(drained$, after(drain, env.scheduler)).subscribe(() => finish()))
    },
    health: () =>
      health({
        state: state$.value.type,
        age: reachedAt === undefined ? undefined : env.scheduler.now() - reachedAt,
        paused: running?.isPaused() ?? false,
        outbox: running?.outboxSizes() ?? { now: 0, later: 0 },
        waiting: waiting(),
      }),
    login: () => engine$.pipe(take(1)).subscribe((engine) => engine.login({ type: 'login' })),
    logout: () =>
      defer(() => {
        if (finished) return hasLeft ? done$ : throwError(() => failure('stopped', { what: 'the session was ended' }))
        if (!started) return leave(env, options.realm, untold, left)
        engine$.pipe(take(1)).subscribe((engine) => engine.login({ type: 'logout' }))
        return done$
      }),
    scheduler: env.scheduler,
  }
}
