import type { MessageContent } from './content.js'

/** What the person wrote now, without what it quotes; '' for what has no words of its own. */
export const wordsOf = (content: MessageContent): string =>
  content.type === 'text' || content.type === 'quote' ? content.text : ''
