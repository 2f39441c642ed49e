import { filter, type MonoTypeOperatorFunction } from 'rxjs'
import type { Message, PartyKind } from '../actors/message.js'
import { checkKeys } from '../check-argument.js'
import { checkKinds } from './check-kinds.js'

/** Whose conversations `direct` keeps. */
export interface DirectOptions {
  /** What the other side may be: `person`, `official`, `service`. Default: people only. */
  readonly kinds?: readonly Exclude<PartyKind, 'room'>[]
}

/**
 * Keeps the messages of conversations with one person. It drops rooms, and by default official accounts and the service's own accounts: an answer
 * would go to a machine. `kinds` lets them in.
 *
 * The file helper (`filehelper`) always passes: it is the owner's own notebook, so a person writes there. A bot hands out what is written there with
 * `include: 'all'` only.
 *
 * Throws an `argument` failure for a kind that is none.
 *
 * @example
 * bot.use((messages$) => messages$.pipe(direct(), hears(/^hi$/i), map((message) => reply(message, 'hello'))))
 * bot.use((messages$) => messages$.pipe(direct({ kinds: ['official'] }), map((message) => forward('filehelper', message))))
 *
 * @see [its marble](../../marbles/svg/operators/direct.svg)
 */
export const direct = <M extends Message>(options: DirectOptions = {}): MonoTypeOperatorFunction<M> => {
  checkKeys('direct', options, ['kinds'])
  const { kinds = people } = options
  checkKinds('kinds', kinds, sides)
  const wanted: ReadonlySet<PartyKind> = new Set(kinds)
  return filter(({ isRoom, conversation: { id, kind } }) => !isRoom && (wanted.has(kind) || id === notebook))
}

const people = ['person'] as const

const sides = ['person', 'official', 'service'] as const

/** A chat of the owner with themselves; its own id is its name. */
const notebook = 'filehelper'
