import type { Command, Target } from '../../index.js'

/** Whom a target means: an own id, or a name. */
export const targetId = (target: Target): string => {
  if (typeof target === 'string') return target
  return 'conversation' in target ? target.conversation.id : target.id
}

/** What comes of a behaviour; Commands with their target as its id, so that two are equal that mean the same. */
export const meant = <T extends Command>(command: T): T => ({ ...command, to: targetId(command.to) })
