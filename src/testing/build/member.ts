import type { KnownRoom } from '../../index.js'

type Member = KnownRoom['members'][number]

/**
 * Somebody in a room, by name. Pure.
 *
 * @example
 * room('team', { members: [member('bob', { displayName: 'Bobby' })] })
 */
export const member = (name: string, options: Partial<Member> = {}): Member => {
  const { nickName = name, displayName = '' } = options
  return { userName: `@${name}`, name: displayName || nickName, ...options, nickName, displayName }
}
