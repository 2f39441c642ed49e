import { ContactFlag, Sex, VerifyFlag } from './contact-flag.js'
import { countOf, listOf, numberOf, stringOf } from './fields.js'
import { isFields, isShallow } from './json.js'
import { decodeText } from './text.js'
import { isRoomName, isSpecialName } from './user-name.js'

/** A member of a room as the wire has it. */
export interface RawMember {
  readonly UserName: string
  readonly [field: string]: unknown
}

/** A contact as the wire has it: only the UserName is certain, and that members are members. */
export interface RawContact {
  readonly UserName: string
  readonly MemberList?: readonly RawMember[]
  readonly [field: string]: unknown
}

/** What all kinds of contacts have. Names and texts are decoded; what the wire left out is '', 0 or false. */
export interface ContactBase {
  /** Valid in this session only. */
  readonly userName: string
  /** What others may see: the nickname, or a room's topic. A room without one is named by its first members. */
  readonly name: string
  /** Private: what the account's owner calls this contact. Absent where there is none. Never show it to others. */
  readonly remark?: string
  readonly nickName: string
  /** @deprecated Use `remark`. The same, and '' where there is none. */
  readonly remarkName: string
  readonly alias: string
  readonly displayName: string
  /** Counts the changes of the avatar. */
  readonly avatarSeq: number
  readonly isMuted: boolean
  readonly isPinned: boolean
  readonly isStarred: boolean
  readonly isBlocked: boolean
  /** In the address book: a friend, a followed account, a saved room. */
  readonly isFriend: boolean
  readonly raw: RawContact
}

/** What people and accounts have, and rooms have not. */
interface Personal extends ContactBase {
  readonly sex: Sex
  readonly signature: string
  readonly province: string
  readonly city: string
}

/** A friend, or somebody whose details are known, as members of a room are. */
export interface Person extends Personal {
  readonly kind: 'person'
}

/** A newspaper, a shop, a service: an account that people follow. */
export interface OfficialAccount extends Personal {
  readonly kind: 'official'
  readonly isVerified: boolean
}

/** An account that the service itself plays, such as `filehelper`, `weixin` or `fmessage`. */
export interface ServiceAccount extends Personal {
  readonly kind: 'service'
}

/**
 * The former name of `ServiceAccount`.
 *
 * @deprecated Use `ServiceAccount`.
 */
export type SpecialAccount = ServiceAccount

/** A group chat. `isSaved`: it is in the address book of the phone. */
export interface Room extends ContactBase {
  readonly kind: 'room'
  /** Empty until the room's details were asked for. */
  readonly members: readonly Member[]
  /** How many are in it, also while `members` is empty. */
  readonly memberCount: number
  /** '' while unknown. */
  readonly ownerUserName: string
  /** This account owns it. */
  readonly isOwner: boolean
  /** Finds members who are no friends; '' while unknown. */
  readonly encryChatRoomId: string
  readonly isSaved: boolean
}

/** Somebody in a room, as the room knows them. */
export interface Member {
  readonly userName: string
  /** The name in this room, else the nickname. */
  readonly name: string
  readonly nickName: string
  readonly displayName: string
}

/** Whoever can be written to. Narrow on `kind`: `person`, `official`, `service` or `room`. */
export type Contact = Person | OfficialAccount | ServiceAccount | Room

/** Reads a contact; undefined for what has no UserName. Ill-formed members are left out. */
export function rawContact(value: unknown): RawContact | undefined {
  if (!isFields(value) || typeof value.UserName !== 'string' || value.UserName === '' || !isShallow(value))
    return undefined
  return withoutSkey(
    isRaw(value)
      ? value
      : { ...value, UserName: value.UserName, MemberList: listOf(value.MemberList).filter(isMember) },
  )
}

/** The address of an avatar ends with the session's Skey in some answers and without it in others: a contact is shown, and keeps none. */
function withoutSkey(raw: RawContact): RawContact {
  const { HeadImgUrl: url } = raw
  if (typeof url !== 'string' || !url.includes('skey=')) return raw
  return { ...raw, HeadImgUrl: url.replace(/skey=[^&]*/g, 'skey=') }
}

const isRaw = (value: Readonly<Record<string, unknown>>): value is RawContact =>
  value.MemberList === undefined || (Array.isArray(value.MemberList) && value.MemberList.every(isMember))

const isMember = (value: unknown): value is RawMember => isFields(value) && typeof value.UserName === 'string'

/** The contacts of a list; each ill-formed one is left out alone. */
export const contactsOf = (list: unknown): RawContact[] => listOf(list).flatMap((one) => rawContact(one) ?? [])

/** A contact as people see it. */
export const decodeContact = (raw: RawContact): Contact => decodeContactOf(undefined, raw)

/** The same for the account whose own UserName is known: it tells whether the account owns a room of which only sync has told. */
export function decodeContactOf(self: string | undefined, raw: RawContact): Contact {
  const base = baseOf(raw)
  if (isRoomName(raw.UserName)) return roomOf(raw, base, self)
  const personal = {
    sex: sexOf(raw.Sex),
    signature: textOf(raw.Signature),
    province: textOf(raw.Province),
    city: textOf(raw.City),
    ...base,
  }
  if (isSpecialName(raw.UserName)) return { kind: 'service', ...personal }
  const verified = numberOf(raw.VerifyFlag)
  if (!has(verified, VerifyFlag.official)) return { kind: 'person', ...personal }
  return { kind: 'official', ...personal, isVerified: has(verified, VerifyFlag.verified) }
}

function baseOf(raw: RawContact): ContactBase {
  const flag = numberOf(raw.ContactFlag)
  const nickName = textOf(raw.NickName)
  const remarkName = textOf(raw.RemarkName)
  const displayName = textOf(raw.DisplayName)
  return {
    userName: raw.UserName,
    name: nickName || displayName,
    ...(remarkName === '' ? {} : { remark: remarkName }),
    nickName,
    remarkName,
    alias: textOf(raw.Alias),
    displayName,
    avatarSeq: numberOf(/[?&]seq=(\d{1,15})/.exec(stringOf(raw.HeadImgUrl).slice(0, 500))?.[1]),
    isMuted: has(flag, ContactFlag.muted),
    isPinned: has(flag, ContactFlag.pinned),
    isStarred: has(flag, ContactFlag.starred) || numberOf(raw.StarFriend) === 1,
    isBlocked: has(flag, ContactFlag.blacklisted),
    isFriend: has(flag, ContactFlag.contact),
    raw,
  }
}

/** How many members lend their names to a room that has none. */
const namesInName = 10

function roomOf(raw: RawContact, base: ContactBase, self: string | undefined): Room {
  const members = (raw.MemberList ?? []).map(decodeMember)
  const owner = stringOf(raw.ChatRoomOwner) || ownerOf(raw)
  const names = members.slice(0, namesInName).map(({ name }) => name)
  return {
    kind: 'room',
    ...base,
    name: base.name || names.filter((name) => name !== '').join('、'),
    isMuted: raw.Statues === undefined ? base.isMuted : numberOf(raw.Statues) === 0,
    members,
    memberCount: Math.max(countOf(raw.MemberCount), members.length),
    ownerUserName: owner,
    // News of a new owner come without IsOwner, which then is the old one.
    isOwner: self === undefined || owner === '' ? numberOf(raw.IsOwner) === 1 : owner === self,
    encryChatRoomId: knownId(raw.EncryChatRoomId),
    isSaved: base.isFriend,
  }
}

/** The real Uin of members leaks now and then; then the owner's number finds the owner. */
function ownerOf({ OwnerUin, MemberList = [] }: RawContact): string {
  const uin = numberOf(OwnerUin)
  return uin === 0 ? '' : (MemberList.find((member) => numberOf(member.Uin) === uin)?.UserName ?? '')
}

function decodeMember(raw: RawMember): Member {
  const nickName = textOf(raw.NickName)
  const displayName = textOf(raw.DisplayName)
  return { userName: raw.UserName, name: displayName || nickName, nickName, displayName }
}

const textOf = (value: unknown): string => decodeText(stringOf(value))

const has = (flags: number, bit: number): boolean => (flags & bit) !== 0

const sexOf = (value: unknown): Sex => {
  const sex = numberOf(value)
  return sex === Sex.male || sex === Sex.female ? sex : Sex.unknown
}

/** '0' stands for no room in answers about people. */
const knownId = (value: unknown): string => {
  const id = stringOf(value)
  return id === '0' ? '' : id
}

/** The first letters of the real id (`wxi`, `gh_`, …); spelt in two ways. */
export const keyWordOf = (raw: RawContact): string => stringOf(raw.KeyWord) || stringOf(raw.Keyword)

/**
 * What is known about a contact after news of it: absent fields stay as they were. A list of members replaces the old
 * one, an empty list does not (the address book lists rooms without members); nor do an empty nickname, owner or
 * EncryChatRoomId. Where the service answers with no nickname at all it does not know the person, and nothing is lost.
 */
export function mergeContact(known: RawContact, news: RawContact): RawContact {
  if (!isRoomName(known.UserName) && news.NickName === '' && stringOf(known.NickName) !== '' && isBlank(news))
    return { ...news, ...known }
  const merged: Record<string, unknown> & RawContact = { ...known, ...news }
  const kept = keptFields.filter((field) => !isSaid(news[field]) && isSaid(known[field]))
  const restored = Object.fromEntries(kept.map((field) => [field, known[field]]))
  const hasMembers = (news.MemberList?.length ?? 0) > 0 || known.MemberList === undefined
  const members = hasMembers ? {} : { MemberList: known.MemberList, MemberCount: known.MemberCount }
  return { ...merged, ...restored, ...members, UserName: known.UserName }
}

const keptFields = ['NickName', 'EncryChatRoomId', 'ChatRoomOwner', 'OwnerUin', 'HeadImgUrl'] as const

const isSaid = (value: unknown): boolean => value !== undefined && value !== '' && value !== '0' && value !== 0

const isBlank = (raw: RawContact): boolean => ![raw.RemarkName, raw.ContactFlag, raw.Alias].some(isSaid)
