import { filter, type OperatorFunction } from 'rxjs'
import type { Message } from '../actors/message.js'
import { checkChoice, unexpected } from '../check-argument.js'

/**
 * Keeps the messages of the given kinds, narrowed to them. Throws an `argument` failure for a kind that no message has.
 *
 * @example
 * messages$.pipe(ofType('image', 'video')).subscribe((message) => console.log(message.type, message.id))
 *
 * @see [its marble](../../marbles/svg/operators/of-type.svg)
 */
export const ofType = <M extends Message, T extends M['type']>(
  ...types: readonly T[]
): OperatorFunction<M, Extract<M, { readonly type: T }>> => {
  for (const type of types) checkType(type)
  return filter((message): message is Extract<M, { readonly type: T }> =>
    (types as readonly string[]).includes(message.type),
  )
}

function checkType(type: unknown): void {
  if (type === undefined) throw unexpected('ofType', 'a kind of message, such as "text"', type)
  checkChoice('ofType', type, Object.keys(everyType))
}

/** The compiler says which is missing. */
const everyType: Readonly<Record<Message['type'], true>> = {
  text: true,
  image: true,
  voice: true,
  video: true,
  microVideo: true,
  emoticon: true,
  location: true,
  liveLocation: true,
  card: true,
  friendRequest: true,
  friendSuggestion: true,
  link: true,
  file: true,
  miniProgram: true,
  quote: true,
  chatHistory: true,
  music: true,
  transfer: true,
  redPacket: true,
  announcement: true,
  pat: true,
  recall: true,
  system: true,
  statusNotify: true,
  call: true,
  sysNotice: true,
  unknown: true,
}
