/** The target that is this account, whatever its own id is. */
export const selfTarget = 'self'

/** 64 bits. */
const mask = (1n << 64n) - 1n

/**
 * The account's own id, made of its Uin: the same in every store and after every login, and another one for every account. The Uin
 * itself is not shown in messages and archives. Two accounts never share an id, since each step can be undone.
 */
export function selfIdOf(uin: string): string {
  if (!/^[1-9]\d{0,18}$/.test(uin)) return selfTarget
  let mixed = (BigInt(uin) * 0x9e3779b97f4a7c15n) & mask
  mixed = ((mixed ^ (mixed >> 32n)) * 0xd6e8feb86659fd93n) & mask
  mixed ^= mixed >> 32n
  return `p_${mixed.toString(16).padStart(16, '0')}`
}
