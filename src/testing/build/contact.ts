import type { Known } from '../../index.js'

/** Somebody in the address book: a friend, an official account or one that the service plays. */
export type KnownPerson = Exclude<Known, { readonly kind: 'room' }>

/** Any field of a made person; names follow from `nickName` and `remarkName` unless they are given. */
export type ContactOptions = Partial<Omit<Extract<Known, { readonly kind: 'person' }>, 'kind'>>

/**
 * A friend by this name, which is the id, too. Pure.
 *
 * @example
 * contact('bob', { remarkName: 'Bobby' })
 */
export const contact = (name: string, options: ContactOptions = {}): Extract<Known, { readonly kind: 'person' }> => {
  const { nickName = name, remarkName = '', userName = `@${name}` } = options
  return {
    id: name,
    kind: 'person',
    ...unknownBase,
    sex: 0,
    signature: '',
    province: '',
    city: '',
    isFriend: true,
    ...options,
    userName,
    nickName,
    remarkName,
    name: options.name ?? (remarkName || nickName),
    raw: options.raw ?? { UserName: userName, NickName: nickName, RemarkName: remarkName },
  }
}

/** What is the same in all who have nothing special. */
export const unknownBase = {
  alias: '',
  displayName: '',
  avatarSeq: 0,
  isMuted: false,
  isPinned: false,
  isStarred: false,
  isBlocked: false,
} as const
