import type { Known } from '../../index.js'

/** Somebody in the address book: a friend, an official account or one that the service plays. */
export type KnownPerson = Exclude<Known, { readonly kind: 'room' }>

type Made<K extends Known['kind']> = Extract<Known, { readonly kind: K }>

/** Any field of a made person. `name` follows from `nickName`. `remark`: what the account's owner calls them; default none. */
export type ContactOptions = Partial<Omit<Made<'person'>, 'kind'>>

/** Any field of a made official account; as {@link ContactOptions}. */
export type OfficialOptions = Partial<Omit<Made<'official'>, 'kind'>>

/**
 * A friend by this name, which is the id, too. Pure.
 *
 * @example
 * contact('bob', { remark: 'Bobby' })
 */
export const contact = (name: string, options: ContactOptions = {}): Made<'person'> => ({
  ...personal(name, options),
  kind: 'person',
})

/**
 * An official account by this name, which is the id, too. Pure.
 *
 * @example
 * message.text('news of the day', { from: official('daily') })
 */
export const official = (name: string, options: OfficialOptions = {}): Made<'official'> => ({
  isVerified: true,
  ...personal(name, options),
  kind: 'official',
})

function personal<O extends ContactOptions>(name: string, options: O) {
  const { nickName = name, remarkName = '', remark = remarkName, userName = `@${name}` } = options
  return {
    id: name,
    ...unknownBase,
    sex: 0 as const,
    signature: '',
    province: '',
    city: '',
    isFriend: true,
    ...options,
    userName,
    nickName,
    remarkName: remark,
    ...(remark === '' ? {} : { remark }),
    name: options.name ?? nickName,
    raw: options.raw ?? { UserName: userName, NickName: nickName, RemarkName: remark },
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
