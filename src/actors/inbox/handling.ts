import {
  BehaviorSubject,
  catchError,
  defer,
  EMPTY,
  finalize,
  map,
  merge,
  mergeMap,
  type Observable,
  type ObservableInput,
  of,
  retry,
  Subject,
  switchMap,
  take,
  takeUntil,
  tap,
  throwError,
  timer,
  toArray,
} from 'rxjs'
import { actor, type Logic, type Step } from '../../kernel/actor.js'
import { backoff, escalate } from '../../kernel/policy.js'
import { dequeue, emptyQueue, enqueue, head, type Queue } from '../../kernel/queue.js'
import type { Command } from '../command.js'
import type { Env } from '../env.js'
import type { Message } from '../message.js'
import type { Delivery } from './delivery.js'
import type { Consumer } from './inbox.js'

/** What a handler is given besides the message. */
export interface HandlerContext {
  /** Aborts at the deadline, when a newer message takes over, and when the bot stops. */
  readonly signal: AbortSignal
  /** Counts the tries of this message, from 1. */
  readonly attempt: number
  /** Moves the deadline to `ms` from now. */
  readonly extend: (ms: number) => void
}

type Answer = Command | readonly Command[] | undefined | void

/** Work that has to be done for each message. What it returns is committed together with the acknowledgement. */
export type Handler = (
  message: Message,
  context: HandlerContext,
) => ObservableInput<Answer> | readonly Command[] | undefined | void

export interface HandleOptions {
  /** How many handlers may run at the same time, each for another conversation; default 16. */
  readonly permits?: number
  /** How long one try may take (ms); default 60 s. */
  readonly deadline?: number
  /** How often a message is tried before it becomes a dead letter; default 3. */
  readonly tries?: number
  /** `queue`: one message of a conversation after the other. `switch`: a newer one cancels the running one, and both are settled. */
  readonly busy?: 'queue' | 'switch'
}

export interface HandlingState {
  readonly mailboxes: ReadonlyMap<string, Queue<Delivery>>
  /** Conversations that wait for a permit, in turn. */
  readonly ready: Queue<string>
  readonly running: ReadonlySet<string>
}

export type HandlingMessage =
  | { readonly type: 'offer'; readonly delivery: Delivery }
  | { readonly type: 'done'; readonly conversation: string }

export type HandlingEffect =
  | { readonly type: 'run'; readonly delivery: Delivery }
  | { readonly type: 'cancel'; readonly conversation: string }

export type HandlingStep = Step<HandlingState, HandlingEffect, never>

const conversationOf = ({ message }: Delivery): string => message.conversation.id

export const handlingStart: HandlingState = { mailboxes: new Map(), ready: emptyQueue, running: new Set() }

/** Mailboxes and permits as a pure function: one at a time within a conversation, side by side across them. */
export const handlingReduce =
  (permits: number, busy: 'queue' | 'switch') =>
  (state: HandlingState, message: HandlingMessage): HandlingStep => {
    if (message.type === 'done') return grant(finished(state, message.conversation), permits)
    const conversation = conversationOf(message.delivery)
    const mailbox = enqueue(state.mailboxes.get(conversation) ?? emptyQueue, message.delivery)
    const isFirst = mailbox.size === 1
    const next: HandlingState = {
      ...state,
      mailboxes: new Map(state.mailboxes).set(conversation, mailbox),
      ready: isFirst ? enqueue(state.ready, conversation) : state.ready,
    }
    const step = grant(next, permits)
    const overtakes = busy === 'switch' && state.running.has(conversation)
    return overtakes ? { ...step, effects: [{ type: 'cancel', conversation }, ...(step.effects ?? [])] } : step
  }

/** A mailbox with nothing waiting is forgotten at once. */
function finished(state: HandlingState, conversation: string): HandlingState {
  const rest = dequeue(state.mailboxes.get(conversation) ?? emptyQueue)
  const mailboxes = new Map(state.mailboxes)
  if (rest.size === 0) mailboxes.delete(conversation)
  else mailboxes.set(conversation, rest)
  const running = new Set(state.running)
  running.delete(conversation)
  return { mailboxes, running, ready: rest.size === 0 ? state.ready : enqueue(state.ready, conversation) }
}

function grant(state: HandlingState, permits: number): HandlingStep {
  const running = new Set(state.running)
  const effects: HandlingEffect[] = []
  let { ready } = state
  while (running.size < permits && ready.size > 0) {
    const conversation = head(ready) ?? ''
    const delivery = head(state.mailboxes.get(conversation) ?? emptyQueue)
    ready = dequeue(ready)
    if (delivery === undefined) continue
    running.add(conversation)
    effects.push({ type: 'run', delivery })
  }
  return { state: { ...state, running, ready }, effects }
}

/** Runs handlers; each settles its delivery, as acknowledged with its Commands or, after its tries, as a dead letter. */
export const handlingPerform =
  (env: Env, handler: Handler, { deadline = 60_000, tries = 3 }: HandleOptions) =>
  (effects$: Observable<HandlingEffect>): Observable<HandlingMessage> => {
    const cancel$ = new Subject<string>()
    return effects$.pipe(
      mergeMap((effect): Observable<HandlingMessage> => {
        if (effect.type === 'cancel') {
          cancel$.next(effect.conversation)
          return EMPTY
        }
        return run(env, handler, effect.delivery, deadline, tries, cancel$)
      }),
    )
  }

function run(
  env: Env,
  handler: Handler,
  delivery: Delivery,
  deadline: number,
  tries: number,
  cancel$: Observable<string>,
): Observable<HandlingMessage> {
  const { scheduler, random } = env
  const conversation = conversationOf(delivery)
  const done = (): HandlingMessage => ({ type: 'done', conversation })
  // A try that takes long is no healthy life: each counts.
  const healthyAfter = Number.POSITIVE_INFINITY
  const again = backoff({ first: 1_000, max: 30_000, tries: tries - 1, jitter: 0.3, healthyAfter, random, scheduler })
  let attempt = 0
  const overtaken$ = cancel$.pipe(
    switchMap((one) => (one === conversation ? of(undefined) : EMPTY)),
    tap(() => delivery.ack()),
  )
  return defer(() => {
    attempt += 1
    return once(env, handler, delivery.message, attempt, deadline)
  }).pipe(
    retry({ delay: again }),
    tap((commands) => delivery.ack(commands)),
    catchError((error: unknown) => {
      delivery.nack(error instanceof Error ? error.message : String(error), attempt)
      return of([])
    }),
    takeUntil(overtaken$),
    toArray(),
    map(done),
  )
}

function once(
  env: Env,
  handler: Handler,
  message: Message,
  attempt: number,
  deadline: number,
): Observable<readonly Command[]> {
  return defer(() => {
    const abort = new AbortController()
    const extended$ = new BehaviorSubject(deadline)
    const missed$ = extended$.pipe(
      switchMap((ms) => timer(ms, env.scheduler)),
      switchMap(() => throwError(() => new Error('the handler missed its deadline'))),
    )
    const context: HandlerContext = { signal: abort.signal, attempt, extend: (ms) => extended$.next(ms) }
    const answer$ = defer(() => handler(message, context) ?? EMPTY).pipe(
      mergeMap((answer): readonly Command[] => flat(answer)),
      toArray(),
    )
    return merge(answer$, missed$).pipe(
      take(1),
      finalize(() => abort.abort()),
    )
  })
}

const flat = (answer: Answer): readonly Command[] => {
  if (answer === undefined || answer === null) return []
  return isList(answer) ? answer : [answer as Command]
}

const isList = (answer: unknown): answer is readonly Command[] => Array.isArray(answer)

/** A durable consumer over a handler; its actor runs for as long as `run$` is subscribed. */
export function createHandling(
  env: Env,
  name: string,
  handler: Handler,
  options: HandleOptions,
): { readonly consumer: Consumer; readonly run$: Observable<never> } {
  const offers$ = new Subject<HandlingMessage>()
  const { permits = 16, busy = 'queue' } = options
  const logic: Logic<HandlingState, HandlingMessage, HandlingEffect, never> = {
    start: (last) => ({ state: last ?? handlingStart }),
    reduce: handlingReduce(permits, busy),
    perform: handlingPerform(env, handler, options),
  }
  return {
    consumer: { name, take: (delivery) => offers$.next({ type: 'offer', delivery }), landed: () => {} },
    run$: offers$.pipe(actor(logic, escalate)),
  }
}
