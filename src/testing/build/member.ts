import type { KnownRoom } from '../../index.js'

type Member = KnownRoom['members'][number]

/**
 * Somebody in a room by this name, which is the id, too. Pure.
 *
 * @example
 * room('team', { members: [member('bob', { displayName: 'Bobby' })] })
 */
export const member = (name: string, options: Partial<Member> = {}): Member => {
  const { nickName = name, displayName = '' } = options
  return { id: name, userName: `@${name}`, name: displayName || nickName, ...options, nickName, displayName }
}
