import { concatMap, EMPTY, type Observable, type OperatorFunction, of } from 'rxjs'
import type { Message, MessageOf } from '../actors/message.js'

/** A text message that was a command, with what followed its name. */
export type CommandMessage = MessageOf<'text'> & {
  readonly command: string
  /** The words after the name; what stands in double quotes is one word. */
  readonly args: readonly string[]
}

export interface CommandOptions {
  /** What a command begins with; default `/`. */
  readonly prefix?: string
}

/**
 * Keeps the text messages that are the command `name` and splits their arguments: `/remind "two words" 10` has the
 * arguments `two words` and `10`. A mention of the bot in front is skipped; case does not matter.
 *
 * @example
 * messages$.pipe(command('roll')).subscribe(({ args }) => console.log(args[0] ?? '6'))
 */
export const command = (
  name: string,
  { prefix = '/' }: CommandOptions = {},
): OperatorFunction<Message, CommandMessage> =>
  concatMap((message): Observable<CommandMessage> => {
    if (message.type !== 'text') return EMPTY
    const words = split(withoutMention(message.text))
    const [first, ...args] = words
    if (first === undefined || first.toLowerCase() !== `${prefix}${name}`.toLowerCase()) return EMPTY
    return of({ ...message, command: name, args })
  })

/** A mention ends with U+2005 from a phone and with a space from a computer. */
function withoutMention(text: string): string {
  const trimmed = text.trim()
  if (!trimmed.startsWith('@')) return trimmed
  const end = trimmed.search(/[\u2005\s]/)
  return end < 0 ? trimmed : trimmed.slice(end + 1).trim()
}

const split = (text: string): readonly string[] =>
  [...text.matchAll(/"([^"]*)"|[^\s"]+/g)].map((match) => match[1] ?? match[0])
