import type { Message } from '../actors/message.js'

/** One person in one conversation. */
export const personKey = ({ conversation, from }: Message): string => `${conversation.id}\n${from.id}`
