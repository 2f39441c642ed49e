import { failure } from '../errors.js'
import type { Command } from './command.js'
import { isRecord } from './json-guards.js'

const types: readonly unknown[] = ['send', 'media', 'forward', 'revoke'] satisfies readonly Command['type'][]

const isCommand = (value: unknown): value is Command => isRecord(value) && types.includes(value.type)

/** What a program without types hands over may be anything. Throws an `argument` failure for what is no Command; what is in one is looked at with its content. */
export function checkedCommand(command: unknown): Command {
  if (isCommand(command)) return command
  throw failure('argument', {
    name: 'command',
    why: 'a Command is wanted, as text, reply, image and the others make one',
  })
}
