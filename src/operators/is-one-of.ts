import type { Party } from '../actors/message.js'

/** Somebody, or a room: an own id, the public name, or the remark. A string may be any of the three. */
export type Called = string | Pick<Party, 'id'>

/** Matches own ids, public names and remarks. A name that two people have means both. '' is nobody's name. */
export const isOneOf = (called: readonly Called[]): ((party: Party) => boolean) => {
  const ids = new Set(called.map((one) => (typeof one === 'string' ? one : one.id)))
  const names = new Set(called.filter((one) => typeof one === 'string' && one !== ''))
  return ({ id, name, remark }) => ids.has(id) || names.has(name) || (remark !== undefined && names.has(remark))
}
