import { type Observable, Subject } from 'rxjs'
import { said } from '../../../marbles/messages.js'
import type { BotEvent, BotView, Message, Receipt } from '../../../src/index.js'
import { createVirtualClock } from '../../../src/testing/index.js'

/** What an operator is tried on: people who say something, a clock, and a view of a bot that writes down what failed. */
export function createStage() {
  const clock = createVirtualClock()
  const messages$ = new Subject<Message>()
  const receipts$ = new Subject<Receipt>()
  const events$ = new Subject<BotEvent>()
  const failures: Parameters<BotView['failed']>[0][] = []
  const nothing$ = new Subject<never>()
  const view: BotView = {
    self: undefined,
    messages$,
    state$: nothing$,
    contacts$: nothing$,
    rooms$: nothing$,
    contactChanges$: nothing$,
    capabilities$: nothing$,
    receipts$,
    events$,
    scheduler: clock.scheduler,
    failed: (failed) => failures.push(failed),
  }
  return {
    ...clock,
    messages$,
    receipts$,
    events$,
    failures,
    view,
    say: (from: string, text: string, room?: string) => messages$.next(said(from, text, room)),
    /** What is emitted from now on; the end is '|', a failure '# why'. */
    watch: <T>(source$: Observable<T>) => {
      const seen: (T | string)[] = []
      const subscription = source$.subscribe({
        next: (value) => seen.push(value),
        error: (error: Error) => seen.push(`# ${error.message}`),
        complete: () => seen.push('|'),
      })
      return { seen, stop: () => subscription.unsubscribe() }
    },
  }
}
