import { checkKeys, isThenable, unexpected, whatIs } from '../check-argument.js'
import { failure, isFailure } from '../errors.js'
import type { Command } from './command.js'
import { isRecord } from './json-guards.js'

const wishes = ['at', 'key', 'tooOften']

/** The fields of each type of Command. */
const fields: Readonly<Record<Command['type'], readonly string[]>> = {
  send: ['type', 'to', 'text', ...wishes],
  media: ['type', 'to', 'kind', 'source', 'name', ...wishes],
  forward: ['type', 'to', 'forward', ...wishes],
  revoke: ['type', 'to', 'msgId'],
}

const types: readonly unknown[] = Object.keys(fields)

/** Is it a Command, by its type? What is in it is looked at with its content. */
export const isCommand = (value: unknown): value is Command => isRecord(value) && types.includes(value.type)

/**
 * What a program without types hands over may be anything. Throws an `argument` failure for what is
 * no Command, and for a field that it does not have: a `key` with a typing error would promise nothing.
 * What is in its fields is looked at with its content. `name`: what the failure calls it.
 */
export function checkedCommand(command: unknown, name = 'command'): Command {
  if (isCommand(command)) return withKnownFields(command)
  const why = `expected a Command, as text, reply, image and the others make one, got ${whatIs(command)}${hintOf(command)}`
  throw failure('argument', { name, why })
}

function withKnownFields(command: Command): Command {
  checkKeys(`a Command of type ${command.type}`, command, fields[command.type])
  return command
}

function hintOf(given: unknown): string {
  if (isThenable(given)) return '; await it, or write mergeMap in place of map'
  if (Array.isArray(given)) return '; give its Commands one by one, with mergeMap in place of map'
  if (isRecord(given) && 'subscribe' in given) return '; flatten it with mergeMap, concatMap or switchMap'
  return ''
}

/** A list of Commands, each of which is one. Throws an `argument` failure that names the place: `commands[1]`. */
export function checkedCommands(commands: unknown): readonly Command[] {
  if (!Array.isArray(commands)) throw unexpected('commands', 'a list of Commands', commands)
  // `map` would leave out the holes of a list.
  return Array.from(commands, (command: unknown, at) => checkedCommand(command, `commands[${at}]`))
}

/** What is made of each Command of a list. A failure about one of several names its place: `commands[1].text`. */
export const ofEach = <T>(commands: readonly Command[], make: (command: Command) => T): readonly T[] =>
  checkedCommands(commands).map((command, at) => {
    try {
      return make(command)
    } catch (error) {
      if (commands.length === 1 || !isFailure(error) || error.kind !== 'argument') throw error
      const { name, why } = error.detail
      throw failure('argument', { name: `commands[${at}].${name}`, why }, error)
    }
  })
