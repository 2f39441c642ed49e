import { failure } from '../../errors.js'
import type { Command } from '../command.js'
import type { Delivery } from './delivery.js'

/**
 * A delivery of what this bot has sent lets no new send pass: a consumer that answers everything would answer itself for ever, in one conversation or
 * through another bot of its kind. Taking the message back is no answer. `dropped` is called with each Command that does not pass.
 */
export function withoutAnswers(delivery: Delivery, dropped: (command: Command) => void): Delivery {
  if (delivery.message.origin !== 'bot') return delivery
  const passing = (commands: readonly Command[]): readonly Command[] =>
    commands.filter((command) => {
      if (command.type === 'revoke') return true
      dropped(command)
      return false
    })
  return {
    ...delivery,
    ack: (commands = [], state) => delivery.ack(passing(commands), state),
    part: (commands) => delivery.part(passing(commands)),
  }
}

/** Why such a Command is not carried out. */
export const ownAnswer = () =>
  failure('argument', {
    name: 'command',
    why: 'it answers what this bot itself has sent. Leave out messages whose origin is "bot", or send with bot.send',
  })
