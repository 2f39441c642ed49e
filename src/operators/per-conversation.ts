import { defer, mergeAll, Observable, type OperatorFunction, Subject } from 'rxjs'
import type { Message } from '../actors/message.js'
import { checkNumber } from '../check-number.js'
import { atLeastOne, createRecent } from './recent.js'

/** How long a conversation that is silent is remembered. */
export interface PerConversationOptions {
  /** How many conversations are open at a time; default 10,000. */
  readonly limit?: number
}

/**
 * Runs `project` once for each conversation, side by side: what it keeps (with `scan`, `debounceTime`, …) is that
 * conversation's own. A conversation's stream completes with the messages.
 *
 * Above `limit` conversations the stream of the one that was silent for longest completes, too; when somebody speaks there again it begins anew.
 *
 * @example
 * messages$.pipe(perConversation((one$) => one$.pipe(scan((count) => count + 1, 0)))).subscribe(console.log)
 *
 * @see [its marble](../../marbles/svg/operators/per-conversation.svg)
 */
export const perConversation = <M extends Message, R>(
  project: (conversation$: Observable<M>, id: string) => Observable<R>,
  { limit = 10_000 }: PerConversationOptions = {},
): OperatorFunction<M, R> => {
  checkNumber('limit', limit, atLeastOne)
  return (messages$) =>
    new Observable((subscriber) => {
      const open = createRecent<Subject<M>>(limit, (silent$) => silent$.complete())
      const projected$ = new Subject<Observable<R>>()
      const begin = (id: string): Subject<M> => {
        const conversation$ = new Subject<M>()
        projected$.next(defer(() => project(conversation$.asObservable(), id)))
        open.set(id, conversation$)
        return conversation$
      }
      const all = (): readonly Subject<M>[] => open.keys().flatMap((id) => open.get(id) ?? [])
      subscriber.add(projected$.pipe(mergeAll()).subscribe(subscriber))
      subscriber.add(
        messages$.subscribe({
          next: (message) => (open.get(message.conversation.id) ?? begin(message.conversation.id)).next(message),
          error: (error: unknown) => {
            for (const conversation$ of all()) conversation$.error(error)
            projected$.error(error)
          },
          complete: () => {
            for (const conversation$ of all()) conversation$.complete()
            projected$.complete()
          },
        }),
      )
    })
}
