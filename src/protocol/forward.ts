import { numberOf, stringOf } from './fields.js'
import { payloadOf } from './message/payload.js'
import type { Decoded } from './message.js'

/** A received message in the form in which the service takes it again, from anybody who has received it. */
export type Forward =
  | { readonly as: 'text'; readonly text: string }
  | { readonly as: 'location'; readonly content: string }
  | { readonly as: 'image'; readonly content: string }
  | { readonly as: 'video'; readonly content: string; readonly isMicro: boolean }
  | { readonly as: 'emoticon'; readonly md5: string }
  | { readonly as: 'app'; readonly appMsgType: number; readonly content: string }

/** Kinds whose XML the service takes again. */
const apps: ReadonlySet<Decoded['type']> = new Set(['link', 'file', 'miniProgram', 'quote', 'chatHistory', 'music'])

/**
 * How a message can be passed on; undefined where the protocol has no way: voices, cards, money, notices. To pass one on, give it to `forward`;
 * this says beforehand whether that can be done.
 *
 * @example
 * bot.use((messages$) =>
 *   messages$.pipe(filter((message) => forwardOf(message) !== undefined), map((message) => forward('filehelper', message))),
 * )
 */
export function forwardOf(message: Decoded): Forward | undefined {
  switch (message.type) {
    case 'text':
      return { as: 'text', text: message.text }
    case 'location': {
      const content = payloadOf(stringOf(message.raw.OriContent)).text || message.content
      return content === '' ? undefined : { as: 'location', content }
    }
    case 'image':
      return message.content === '' ? undefined : { as: 'image', content: message.content }
    case 'video':
    case 'microVideo':
      return message.content === ''
        ? undefined
        : { as: 'video', content: message.content, isMicro: message.type === 'microVideo' }
    case 'emoticon':
      return message.md5 === '' ? undefined : { as: 'emoticon', md5: message.md5 }
    default:
      return apps.has(message.type) && 'content' in message ? appOf(message.content, message) : undefined
  }
}

function appOf(content: string, { raw }: Decoded): Forward | undefined {
  const appMsgType = numberOf(raw.AppMsgType) || Number(/<type>\s*(\d{1,9})\s*<\/type>/.exec(content)?.[1] ?? 0)
  return content === '' || appMsgType === 0 ? undefined : { as: 'app', appMsgType, content }
}
