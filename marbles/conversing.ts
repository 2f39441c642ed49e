import { concatMap, defer } from 'rxjs'
import type { Behaviour, Dialogue } from '../src/index.js'

/**
 * A dialogue as a behaviour, so that a marble shows it. Each conversation has its state, as with `bot.converse`, and as there it is nothing but JSON
 * from one message to the next.
 */
export const conversing =
  <S>({ start, reduce }: Dialogue<S>): Behaviour =>
  (messages$) =>
    defer(() => {
      const states = new Map<string, string>()
      return messages$.pipe(
        concatMap((message) => {
          const { id } = message.conversation
          const before = states.get(id)
          const { state, commands = [] } = reduce(before === undefined ? start() : JSON.parse(before), message)
          if (state === undefined) states.delete(id)
          else states.set(id, JSON.stringify(state))
          return commands
        }),
      )
    })
