import { groupBy, mergeMap, type Observable, type OperatorFunction } from 'rxjs'
import type { Message } from '../actors/message.js'

/**
 * Runs `project` once for each conversation, side by side: what it keeps (with `scan`, `debounceTime`, …) is that
 * conversation's own. A conversation's stream completes with the messages.
 *
 * @example
 * messages$.pipe(perConversation((one$) => one$.pipe(scan((count) => count + 1, 0)))).subscribe(console.log)
 */
export const perConversation =
  <M extends Message, R>(
    project: (conversation$: Observable<M>, id: string) => Observable<R>,
  ): OperatorFunction<M, R> =>
  (messages$) =>
    messages$.pipe(
      groupBy((message) => message.conversation.id),
      mergeMap((conversation$) => project(conversation$, conversation$.key)),
    )
