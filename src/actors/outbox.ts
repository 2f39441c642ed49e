import {
  defer,
  isObservable,
  Observable,
  ReplaySubject,
  Subject,
  type Subscriber,
  switchMap,
  take,
  throwError,
} from 'rxjs'
import { checkKeys } from '../check-argument.js'
import { type Failure, failure } from '../errors.js'
import type { AddressBook } from './address-book.js'
import { checkAt } from './check-at.js'
import type { Engine } from './engine/engine.js'
import type { Store } from './env.js'
import type { OutboxContent, OutboxItem } from './saved.js'
import type { Receipt } from './sender/sender-state.js'
import { resolveTarget, type Target } from './target.js'

/** What may be asked of a send. */
export interface SendOptions {
  /**
   * Sends it once: the same key with the same content and receiver is the same message. That holds while it waits and for 30
   * days after its receipt (the newest 10,000 keys), also after a restart, and for all sends of the account. Another message
   * under the key fails with `argument`; the key of a refused send is free. The receipt carries it. Default: the ClientMsgId.
   */
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
  /** Receipts that were told before: what was asked for again under the same key. */
  readonly repeated$: Observable<Receipt>
  /** What still waits for a receipt fails with `stopped`. */
  readonly stop: () => void
}

/** A send that was asked for, and who waits for its receipt. */
interface Asked {
  readonly subscribers: Set<Subscriber<Receipt>>
  isKept: boolean
}

export function createOutbox(store: Store, engine$: Observable<Engine>, contacts$: Observable<AddressBook>): Outbox {
  const waiting = new Set<Subscriber<Receipt>>()
  const asked = new Map<string, Asked>()
  const repeated$ = new Subject<Receipt>()
  let stopped = false
  let isTried: Engine['isTried'] = () => false

  const stoppedFailure = (fate?: 'kept' | 'unsure'): Failure =>
    failure('stopped', { what: 'the server had answered the send', ...(fate === undefined ? {} : { fate }) })

  /** `isKept`: it is in the store already. */
  const join = (clientMsgId: string, isKept: boolean, subscriber: Subscriber<Receipt>): Asked => {
    const one = asked.get(clientMsgId) ?? { subscribers: new Set(), isKept }
    asked.set(clientMsgId, one)
    one.subscribers.add(subscriber)
    subscriber.add(() => one.subscribers.delete(subscriber))
    return one
  }

  const end = (clientMsgId: string, tell: (subscriber: Subscriber<Receipt>) => void): void => {
    const subscribers = asked.get(clientMsgId)?.subscribers ?? []
    asked.delete(clientMsgId)
    for (const subscriber of [...subscribers]) tell(subscriber)
  }

  /** It is in the store before it is tried: a process that dies in between sends it when it comes back. */
  const keep = (engine: Engine, item: OutboxItem, one: Asked): void => {
    store.commit({ outbox: [item] }).subscribe({
      complete: () => {
        one.isKept = true
        engine.send({ type: 'submit', item })
      },
      error: (error) => {
        engine.withdraw(item)
        end(item.clientMsgId, (subscriber) => subscriber.error(error))
      },
    })
  }

  const sendIn = (engine: Engine, to: string, content: OutboxContent, options: Submission): Observable<Receipt> =>
    new Observable((subscriber) => {
      isTried = engine.isTried
      const offered = engine.offer(to, content, options)
      if (offered.type === 'new') return keep(engine, offered.item, join(offered.item.clientMsgId, false, subscriber))
      if (offered.receipt === undefined) return void join(offered.clientMsgId, true, subscriber)
      repeated$.next(offered.receipt)
      subscriber.next(offered.receipt)
      subscriber.complete()
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
          switchMap((id) =>
            isObservable(content)
              ? content.pipe(switchMap((known) => sendIn(engine, id, known, options)))
              : sendIn(engine, id, content, options),
          ),
        ),
      ),
    )

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

  /** What has a key goes on when its asker leaves, also while its receiver is still looked up: somebody else may wait for it. */
  const lasting = (key: string | undefined, send$: Observable<Receipt>): Observable<Receipt> => {
    if (key === undefined) return send$
    const receipt$ = new ReplaySubject<Receipt>(1)
    send$.subscribe(receipt$)
    return receipt$
  }

  return {
    submit: (to, content, options = {}) =>
      defer(() => {
        const { isAnswer: _, ...asked } = options
        checkKeys('send', asked, ['key', 'at', 'tooOften'])
        checkAt(options.at)
        return !isObservable(content) && content.type === 'text' && content.text === ''
          ? throwError(() => failure('argument', { name: 'text', why: 'an empty text cannot be sent' }))
          : lasting(options.key, untilStopped(accepted(to, content, options)))
      }),
    settle: (receipt) =>
      end(receipt.clientMsgId, (subscriber) => {
        subscriber.next(receipt)
        subscriber.complete()
      }),
    reject: (clientMsgId, why) => end(clientMsgId, (subscriber) => subscriber.error(why)),
    repeated$,
    stop: () => {
      stopped = true
      for (const [clientMsgId, { isKept }] of [...asked]) {
        const why = stoppedFailure(isKept && !isTried(clientMsgId) ? 'kept' : 'unsure')
        end(clientMsgId, (subscriber) => subscriber.error(why))
      }
      for (const subscriber of [...waiting]) subscriber.error(stoppedFailure())
    },
  }
}
