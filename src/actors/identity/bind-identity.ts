import type { Changes } from '../env.js'
import type { Saved } from '../saved.js'
import { createIdentities } from './identities.js'

/**
 * The change that makes the contact with the id `present` the known `id`, for a store that no bot is using; undefined where one of them is not
 * known, they are of two kinds, or `present` is of an earlier login.
 *
 * @example
 * const settle = (saved: Saved): Changes => bindIdentity(saved, 'p_ffb2c3d4e5f6', 'p_a1b2c3d4e5f6') ?? {}
 */
export function bindIdentity(saved: Saved, present: string, id: string): Changes | undefined {
  const identities = createIdentities(saved.identities, saved.epoch)
  return identities.bind(present, id) ? identities.changes() : undefined
}
