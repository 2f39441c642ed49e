import { map, merge, Observable, Subject } from 'rxjs'
import { createHandling } from '../src/actors/inbox/handling/handling.js'
import type { Command, HandleOptions, Handler, Message } from '../src/index.js'
import { type MarbleTools, told } from '../src/testing/index.js'
import { stageEnv } from './stage.js'

/** What a handler has sent, in parts and at the end, told in a few words. It is run as `bot.handle` runs it. */
export function handled(tools: MarbleTools, handler: Handler, options: HandleOptions = {}): Observable<string> {
  const sent$ = new Subject<string>()
  const send = (commands: readonly Command[] = []): void => {
    for (const command of commands) sent$.next(told(command))
  }
  const { consumer, run$ } = createHandling(stageEnv(tools), 'marble', handler, options)
  const begin = (message: Message): void =>
    consumer.take({
      message,
      open: () => ({ message, ack: send, nack: () => {}, part: send, parts: () => 0 }),
    })
  return new Observable((subscriber) => {
    subscriber.add(merge(sent$, run$.pipe(map(({ type }) => type))).subscribe(subscriber))
    subscriber.add(tools.hot<Message>('messages').subscribe(begin))
  })
}
