import { checkFunction, isThenable, unexpected } from '../../check-argument.js'
import { failure } from '../../errors.js'
import { checkedCommands } from '../checked-command.js'
import { isRecord } from '../json-guards.js'
import { checkState } from './check-state.js'

const aTurn = 'a turn, { state, commands }'

/**
 * Throws an `argument` failure for what is no turn: a bare state would forget the conversation without
 * a word, and a Promise would be taken for a state.
 */
export function checkTurn(turn: unknown): void {
  if (isThenable(turn)) throw isAsync('reduce')
  if (!isRecord(turn) || !('state' in turn)) throw unexpected('the answer of reduce', aTurn, turn)
  const unknown = Object.keys(turn).find((key) => key !== 'state' && key !== 'commands')
  if (unknown !== undefined)
    throw failure('argument', { name: 'the answer of reduce', why: `expected ${aTurn}; ${unknown} is no part of it` })
  checkState(turn.state)
  if (turn.commands !== undefined) checkedCommands(turn.commands)
}

/** The state of a conversation that has none. Throws an `argument` failure for a Promise of one. */
export function checkedStart<S>(state: S): S {
  if (isThenable(state)) throw isAsync('start')
  return state
}

const isAsync = (name: string) =>
  failure('argument', {
    name: `the answer of ${name}`,
    why: 'expected an answer at once, got a Promise; what takes time belongs to bot.handle',
  })

/** Throws an `argument` failure for a dialogue without its two functions. */
export function checkDialogue(name: string, dialogue: unknown): void {
  if (!isRecord(dialogue)) throw unexpected(`dialogue ${name}`, 'an object with start and reduce', dialogue)
  checkFunction(`start of dialogue ${name}`, dialogue.start, 'a function that answers with the first state')
  checkFunction(`reduce of dialogue ${name}`, dialogue.reduce, 'a function (state, message) => turn')
}
