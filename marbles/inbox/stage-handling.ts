import { ignoreElements, map, merge, type Observable, of, Subject, tap } from 'rxjs'
import type { Delivery } from '../../src/actors/inbox/delivery.js'
import type { HandleOptions, Handler } from '../../src/actors/inbox/handling/handler.js'
import { createHandling } from '../../src/actors/inbox/handling/handling.js'
import type { Message } from '../../src/actors/message.js'
import type { MarbleTools } from '../../src/testing/index.js'

/** A handler on a stage: when it begins with a message, and how each is settled. `drain` says when nothing more is to begin. */
export function stageHandling(
  tools: MarbleTools,
  handler: Handler,
  options: HandleOptions = {},
  drain?: Observable<unknown>,
): Observable<string> {
  const said$ = new Subject<string>()
  const begin: Handler = (message, context) => {
    said$.next(`${textOf(message)} begins`)
    return handler(message, context)
  }
  const deliveryOf = (message: Message): Delivery => ({
    message,
    ack: () => {
      said$.next(`${textOf(message)} settled`)
      return true
    },
    nack: (reason) => said$.next(`${textOf(message)}: ${reason}`),
    part: () => said$.next(`a part of ${textOf(message)}`),
    parts: () => 0,
  })
  const { consumer, run$, drain: drainNow } = createHandling({ ...tools, ready: of }, 'marble', begin, options)
  const offered$ = tools.hot<Message>('messages').pipe(
    tap((message) => consumer.take({ message, open: () => deliveryOf(message) })),
    ignoreElements(),
  )
  const overlaps$ = run$.pipe(map(({ attempt }) => `try ${attempt} goes on`))
  const drained$ = drain?.pipe(
    tap(() => drainNow().subscribe(() => said$.next('drained'))),
    ignoreElements(),
  )
  return merge(said$, overlaps$, offered$, ...(drained$ === undefined ? [] : [drained$]))
}

const textOf = (message: Message): string => (message.type === 'text' ? message.text : message.type)
