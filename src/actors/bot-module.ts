import type { Behaviour } from './behaviour.js'
import type { Bot } from './bot.js'
import type { Turn } from './inbox/conversing.js'
import type { HandleOptions, Handler } from './inbox/handling/handler.js'
import type { Message } from './message.js'

/** A {@link Dialogue} whatever it remembers. */
export interface AnyDialogue {
  /** As that of a {@link Dialogue}. */
  readonly start: () => unknown
  /** As that of a {@link Dialogue}. */
  reduce(state: unknown, message: Message): Turn<unknown>
}

/** What a module for `rxwx run` consists of. The names of handlers and dialogues are durable: messages that wait for them find them again under these. */
export interface BotModule {
  /** Behaviours that are side by side. Default: none. */
  readonly use?: Behaviour | readonly Behaviour[]
  /** By their names; with options as a pair. */
  readonly handle?: Readonly<Record<string, Handler | readonly [handler: Handler, options: HandleOptions]>>
  /** By their names. */
  readonly converse?: Readonly<Record<string, AnyDialogue>>
  /** Anything else that is to be done with the bot before it starts. */
  readonly setup?: (bot: Bot) => void
}

/**
 * The default export of a module for `rxwx run`: it checks the types and changes nothing.
 *
 * @example
 * export default defineBot({
 *   use: (messages$) => messages$.pipe(hears(/^ding$/i), map((message) => reply(message, 'dong'))),
 *   handle: { thanks: (message) => [reply(message, 'thank you')] },
 * })
 */
export const defineBot = (module: BotModule): BotModule => module
