import { concatMap, EMPTY, type Observable, type OperatorFunction, of } from 'rxjs'
import type { Mention, Message } from '../actors/message.js'
import { checkCommandName } from './check-command.js'
import { type Parameter, parsed, type ValuesOf } from './command-values.js'
import { hasWords, type WithWords } from './hears.js'

/** A message whose words were a command, with what followed its name. */
export type CommandMessage<P extends readonly Parameter[] = readonly []> = WithWords & {
  readonly command: string
  /** The words after the name; what stands in quotes is one word. */
  readonly args: readonly string[]
  /** The same words as the values that were asked for; undefined if they do not fit. */
  readonly values: ValuesOf<P> | (P extends readonly [] ? never : undefined)
}

/** How a command begins, and what its words are. */
export interface CommandOptions<P extends readonly Parameter[] = readonly []> {
  /** What a command begins with; default `/`. */
  readonly prefix?: string
  /**
   * What has to follow the name, in order: `word`, `number`, the same with `?` if it may be left out, and as the last one `rest`, all words that
   * are left, joined by spaces. Default: whatever follows is in `args`.
   */
  readonly args?: P
}

/**
 * Keeps the messages whose words are the command `name` and splits their arguments: `/remind "two words" 10` has the arguments `two words` and
 * `10`. A reply that quotes something is heard by what was written now. Quotes are `""`, `“”` and `「」`; one that is not closed reaches to the
 * end. Mentions in front are skipped, also of names with spaces in them; case does not matter.
 *
 * With `args` the words are read as typed `values`, and a command that does not fit is kept, too, with `values: undefined`, so that somebody can
 * tell its author. Throws an `argument` failure for a name that no text could have, such as `/roll` (the prefix is added to it). Numbers are decimal, full-width digits included (`１０`), at most 30 characters.
 *
 * @example
 * messages$.pipe(command('roll')).subscribe(({ args }) => console.log(args[0] ?? '6'))
 * bot.use((messages$) =>
 *   messages$.pipe(
 *     command('remind', { args: ['number', 'rest'] }),
 *     map((message) => {
 *       if (message.values === undefined) return reply(message, '/remind 10 tea')
 *       const [minutes, what] = message.values
 *       return { ...reply(message, what), at: bot.scheduler.now() + minutes * 60_000 }
 *     }),
 *   ),
 * )
 *
 * @see [its marble](../../marbles/svg/operators/command.svg)
 */
export const command = <const P extends readonly Parameter[] = readonly []>(
  name: string,
  options: CommandOptions<P> = {},
): OperatorFunction<Message, CommandMessage<P>> => {
  checkCommandName(name, options)
  const { prefix = '/', args: wanted } = options
  const spelt = `${prefix}${name}`.toLowerCase()
  return concatMap((message): Observable<CommandMessage<P>> => {
    if (!hasWords(message)) return EMPTY
    const args = beginnings(message)
      .map(split)
      .find(([first]) => first?.toLowerCase() === spelt)
    if (args === undefined) return EMPTY
    const rest = args.slice(1)
    return of({ ...message, command: name, args: rest, values: parsed(wanted, rest) })
  })
}

/** Where a command may begin: at once, or behind the mentions in front. */
function beginnings({ words, mentions }: Message): readonly string[] {
  const rest = mentions.reduce(behind, words.trim())
  return [rest, ...behindUnknown(rest)]
}

const behind = (rest: string, { name }: Mention): string =>
  rest.startsWith(`@${name}`) && /^(?:\s|$)/.test(rest.slice(name.length + 1))
    ? rest.slice(name.length + 1).trim()
    : rest

/** A name that nobody in the room has: it ends with U+2005 from a phone, and with a space from a computer. */
function behindUnknown(rest: string): readonly string[] {
  if (!rest.startsWith('@')) return []
  const ends = [rest.indexOf('\u2005'), rest.search(/\s/)].filter((end) => end > 0)
  return ends.map((end) => rest.slice(end + 1).trim())
}

/** Each alternative ends at the end of the text at the latest, so that no text is read twice. */
const parts = /"([^"]*)(?:"|$)|“([^”]*)(?:”|$)|「([^」]*)(?:」|$)|[^\s"“「]+/g

const split = (text: string): readonly string[] =>
  [...text.matchAll(parts)].map(([whole, plain, curly, corner]) => plain ?? curly ?? corner ?? whole)
