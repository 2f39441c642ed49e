import { defer, isObservable, Observable, ReplaySubject, type Subscriber, switchMap, take, tap, throwError } from 'rxjs'
import { type Failure, failure } from '../errors.js'
import type { AddressBook } from './address-book.js'
import { checkAt } from './check-at.js'
import type { Engine } from './engine/engine.js'
import type { OutboxContent, Store } from './env.js'
import type { Receipt } from './sender/sender-state.js'
import { resolveTarget, type Target } from './target.js'

/** What may be asked of a send. */
export interface SendOptions {
  /** What the receipt is to be known by; default the message's ClientMsgId. */
  readonly key?: string
  /** Not before this time (Unix ms); it waits in the store, across restarts. One that is past is now. */
  readonly at?: number
  /**
   * After 1205 the service wants to be left alone, for up to half an hour: `wait` (default), or be refused with that code when its turn comes meanwhile. With an
   * `at` that is what counts then.
   */
  readonly tooOften?: 'wait' | 'refuse'
}

export interface Submission extends SendOptions {
  /** It answers somebody, and counts where bots that talk to each other are looked for. */
  readonly isAnswer?: boolean
}

/** The way from a wish to the sender, and the receipt back. */
export interface Outbox {
  /** Content that has to be looked at first takes its place in the order once it was. */
  readonly submit: (
    to: Target,
    content: OutboxContent | Observable<OutboxContent>,
    options?: Submission,
  ) => Observable<Receipt>
  readonly settle: (receipt: Receipt) => void
  readonly reject: (clientMsgId: string, why: Failure) => void
  /** What still waits for a receipt fails with `stopped`. */
  readonly stop: () => void
}

/** A send that is to be in the store, and who waits for its receipt. */
interface Asked {
  readonly subscriber: Subscriber<Receipt>
  /** What a stop makes of it. */
  readonly fate: () => 'kept' | 'unsure'
}

/** Keys that are remembered; the oldest are forgotten. */
const keysLimit = 10_000

export function createOutbox(store: Store, engine$: Observable<Engine>, contacts$: Observable<AddressBook>): Outbox {
  const waiting = new Set<Subscriber<Receipt>>()
  const byKey = new Map<string, ReplaySubject<Receipt>>()
  const sent = new Map<string, Asked>()
  let stopped = false

  const stoppedFailure = (fate?: 'kept' | 'unsure'): Failure =>
    failure('stopped', { what: 'the server had answered the send', ...(fate === undefined ? {} : { fate }) })

  /** It is in the store before it is tried: a process that dies in between sends it when it comes back. */
  const sendIn = (engine: Engine, to: string, content: OutboxContent, options: SendOptions): Observable<Receipt> =>
    new Observable((subscriber) => {
      const item = engine.outgoing(to, content, options)
      let isKept = false
      sent.set(item.clientMsgId, {
        subscriber,
        fate: () => (isKept && !engine.isTried(item.clientMsgId) ? 'kept' : 'unsure'),
      })
      subscriber.add(() => sent.delete(item.clientMsgId))
      store.commit({ outbox: [item] }).subscribe({
        complete: () => {
          isKept = true
          engine.send({ type: 'submit', item })
        },
        error: (error) => subscriber.error(error),
      })
    })

  const accepted = (
    to: Target,
    content: OutboxContent | Observable<OutboxContent>,
    options: Submission,
  ): Observable<Receipt> =>
    engine$.pipe(
      take(1),
      switchMap((engine) =>
        resolveTarget(to, engine.identities, contacts$).pipe(
          take(1),
          tap((id) => {
            if (options.isAnswer === true && options.at === undefined) engine.answers(id)
          }),
          switchMap((id) =>
            isObservable(content)
              ? content.pipe(switchMap((known) => sendIn(engine, id, known, options)))
              : sendIn(engine, id, content, options),
          ),
        ),
      ),
    )

  /** A key is used once; whoever uses it again gets the receipt of the first. One that failed may be used again. */
  const once = (key: string | undefined, send: () => Observable<Receipt>): Observable<Receipt> => {
    if (key === undefined) return send()
    const known = byKey.get(key)
    if (known !== undefined) return known
    const receipt$ = new ReplaySubject<Receipt>(1)
    if (byKey.size >= keysLimit) for (const oldest of [...byKey.keys()].slice(0, keysLimit / 10)) byKey.delete(oldest)
    byKey.set(key, receipt$)
    send()
      .pipe(tap({ error: () => byKey.delete(key) }))
      .subscribe(receipt$)
    return receipt$
  }

  /** Fails what waits for the engine, the address book or the answer, when the bot stops. */
  const untilStopped = (source$: Observable<Receipt>): Observable<Receipt> =>
    new Observable((subscriber) => {
      if (stopped) return subscriber.error(stoppedFailure())
      waiting.add(subscriber)
      subscriber.add(() => waiting.delete(subscriber))
      subscriber.add(
        source$.subscribe({
          next: (receipt) => {
            waiting.delete(subscriber)
            subscriber.next(receipt)
          },
          error: (error) => subscriber.error(error),
          complete: () => subscriber.complete(),
        }),
      )
    })

  return {
    submit: (to, content, options = {}) =>
      defer(() => {
        checkAt(options.at)
        return !isObservable(content) && content.type === 'text' && content.text === ''
          ? throwError(() => failure('argument', { name: 'text', why: 'an empty text cannot be sent' }))
          : once(options.key, () => untilStopped(accepted(to, content, options)))
      }),
    settle: (receipt) => {
      const subscriber = sent.get(receipt.clientMsgId)?.subscriber
      // Answered: a stop that the receipt leads to is no matter of it any more.
      sent.delete(receipt.clientMsgId)
      subscriber?.next(receipt)
      subscriber?.complete()
    },
    reject: (clientMsgId, why) => sent.get(clientMsgId)?.subscriber.error(why),
    stop: () => {
      stopped = true
      for (const { subscriber, fate } of [...sent.values()]) subscriber.error(stoppedFailure(fate()))
      for (const subscriber of [...waiting]) subscriber.error(stoppedFailure())
    },
  }
}
