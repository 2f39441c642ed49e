import type { Behaviour, Message } from '../../index.js'
import { message } from '../build/message.js'
import { checkMarble } from '../marble/check-marble.js'
import type { Marble } from '../marble/marble.js'
import { framesOf } from '../marble/notation.js'
import { type BehaviourSetting, behaviourMarble } from './behaviour-marble.js'

/** What a behaviour is held against. */
export interface BehaviourExpectation {
  /**
   * Runs the behaviour in virtual time and compares: `then` is a row of Commands, `values` says what its letters mean. It is watched for as long as the longer
   * one of the two rows is. Throws an Error with both lines where it is not true; answers the marble, to draw it.
   */
  readonly toBe: (then: string, values?: Readonly<Record<string, unknown>>, error?: unknown) => Marble
}

/** What the letters of the messages mean; a string is a text of alice. Other rows of the setting may use letters of other things. */
export type MessageValues = Readonly<Record<string, Message | string | object>>

/**
 * Readable marbles of messages in and Commands out. Every character is a frame, a second long unless `unit` says otherwise: `-` nothing, a letter a value,
 * `(ab)` two at once, `|` the end, `#` an error. It needs no test framework.
 *
 * Throws a SyntaxError for a letter without a meaning, or with two.
 *
 * @example
 * const ding: Behaviour = (messages$) => messages$.pipe(hears(/^ding$/i), map((one) => reply(one, 'dong')))
 * const a = message.text('ding', { from: 'bob' })
 * expectBehaviour(ding, '-a--b-|', { a, b: 'hello' }).toBe('-x----|', { x: reply(a, 'dong') })
 */
export function expectBehaviour(
  behaviour: Behaviour,
  messages: string,
  values: MessageValues = {},
  setting: BehaviourSetting = {},
): BehaviourExpectation {
  const given = Object.fromEntries(Object.entries(values).map(([letter, value]) => [letter, asMessage(value)]))
  return {
    toBe: (then, wanted = {}, ...error) => {
      const twice = Object.keys(wanted).find((letter) => Object.hasOwn(given, letter))
      if (twice !== undefined) throw new SyntaxError(`${twice} means two things: take another letter for the Command`)
      const marble = behaviourMarble({
        ...setting,
        behaviour,
        messages,
        commands: padded(then, messages),
        values: { ...given, ...wanted },
        ...(error.length === 0 ? {} : { error: error[0] }),
      })
      checkMarble(marble)
      return marble
    },
  }
}

const asMessage = (value: MessageValues[string]): Message | object =>
  typeof value === 'string' ? message.text(value) : value

/** What comes after a line that is too short would not be seen. */
const padded = (then: string, messages: string): string =>
  `${then}${'-'.repeat(Math.max(0, framesOf(messages).length - framesOf(then).length))}`
