import type { Command, Message } from '../../index.js'
import { describe } from '../marble/check-marble.js'
import { targetId } from './meant.js'

/**
 * A message or a Command in a few words, for people; anything else as JSON, shortened.
 *
 * @example
 * told(message.text('ding', { room: 'team' })) // 'alice in team: ding'
 * told(text('alice', 'dong')) // 'to alice: dong'
 */
export function told(value: unknown): string {
  if (typeof value !== 'object' || value === null || !('type' in value)) return describe(value)
  if ('conversation' in value) return toldMessage(value as Message)
  if ('to' in value && ['send', 'media', 'forward', 'revoke'].includes(`${value.type}`))
    return toldCommand(value as Command)
  return describe(value)
}

function toldMessage(message: Message): string {
  const where = message.room === undefined ? '' : ` in ${message.room.name}`
  const what = message.type === 'text' ? message.text : `[${message.type}]`
  return `${message.from.name}${where}: ${what}`
}

function toldCommand(command: Command): string {
  const to = `to ${targetId(command.to)}`
  const when = 'at' in command && command.at !== undefined ? ` (at ${new Date(command.at).toISOString()})` : ''
  switch (command.type) {
    case 'send':
      return `${to}${when}: ${command.text}`
    case 'media':
      return `${to}${when}: [${command.kind}] ${command.name ?? (typeof command.source === 'string' ? command.source : '')}`
    case 'forward':
      return `${to}${when}: [forward ${command.forward.as}]`
    case 'revoke':
      return `${to}: [revoke ${command.msgId}]`
  }
}
