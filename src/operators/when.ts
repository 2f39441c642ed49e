import { filter, isObservable, Observable } from 'rxjs'
import type { Behaviour } from '../actors/behaviour.js'
import type { Command } from '../actors/command.js'
import type { Message } from '../actors/message.js'
import { viewWith } from './view-with.js'
import { withName } from './with-name.js'

/**
 * A behaviour that is given messages only while `holds` does: a question about each message, or an Observable that says yes or no (no, until it
 * has said anything). What it began goes on, and its Commands pass, whether it holds or not; `bot.messages$` is narrowed, too.
 *
 * An Observable that fails is a failure of the behaviour; one that completes leaves its last word.
 *
 * @example
 * const ding: Behaviour = (messages$) => messages$.pipe(hears(/^ding$/i), map((message) => reply(message, 'dong')))
 * const isOnline$ = bot.state$.pipe(map(({ type }) => type === 'online'))
 * bot.use(when((message) => message.isRoom, ding))
 * bot.use(when(isOnline$, ding))
 *
 * @see [its marble](../../marbles/svg/operators/when.svg)
 */
export const when = (holds: ((message: Message) => boolean) | Observable<boolean>, behaviour: Behaviour): Behaviour =>
  withName(behaviour.name, (messages$, bot) => {
    const narrowed = (isLet: (message: Message) => boolean): Observable<Command> => {
      const let$ = messages$.pipe(filter(isLet))
      return behaviour(let$, viewWith(bot, { messages$: let$ }))
    }
    return isObservable(holds) ? during(holds, narrowed) : narrowed(holds)
  })

/** `holds$` is subscribed once, however often the messages are. */
const during = (
  holds$: Observable<boolean>,
  narrowed: (isLet: () => boolean) => Observable<Command>,
): Observable<Command> =>
  new Observable((subscriber) => {
    let isOpen = false
    subscriber.add(
      holds$.subscribe({
        next: (now) => {
          isOpen = now
        },
        error: (error: unknown) => subscriber.error(error),
      }),
    )
    if (!subscriber.closed) subscriber.add(narrowed(() => isOpen).subscribe(subscriber))
  })
