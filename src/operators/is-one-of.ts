import type { Party } from '../actors/message.js'

/** Somebody, or a room, by what it is called (the remark, else the nickname) or by own id. A string may be either. */
export type Called = string | Pick<Party, 'id'>

/** A name that two people have means both. '' is nobody's name. */
export const isOneOf = (called: readonly Called[]): ((party: Party) => boolean) => {
  const ids = new Set(called.map((one) => (typeof one === 'string' ? one : one.id)))
  const names = new Set(called.filter((one) => typeof one === 'string' && one !== ''))
  return ({ id, name }) => ids.has(id) || names.has(name)
}
