import type { Account } from './account.js'
import { initialsOf, pinyinOf } from './pinyin.js'
import type { Session } from './session.js'
import type { JsonObject } from './wire-json.js'
import { wireText } from './wire-text.js'
import type { Person, WorldState } from './world-state.js'

/** What a picture's address ends in: the Skey in webwxinit and webwxgetcontact, nothing elsewhere. */
export const headUrl = (session: Session, id: string, seq: number, icon: string, skey: string): string =>
  `/cgi-bin/mmwebwx-bin/${icon}?seq=${seq}&username=${session.names.nameOf(id)}&skey=${skey}`

/** The fields every contact has; persons and rooms replace theirs. */
export const plainContact: JsonObject = {
  Uin: 0,
  UserName: '',
  NickName: '',
  HeadImgUrl: '',
  ContactFlag: 0,
  MemberCount: 0,
  MemberList: [],
  RemarkName: '',
  HideInputBarFlag: 0,
  Sex: 0,
  Signature: '',
  VerifyFlag: 0,
  OwnerUin: 0,
  PYInitial: '',
  PYQuanPin: '',
  RemarkPYInitial: '',
  RemarkPYQuanPin: '',
  StarFriend: 0,
  AppAccountFlag: 0,
  Statues: 0,
  AttrStatus: 0,
  Province: '',
  City: '',
  Alias: '',
  SnsFlag: 0,
  UniFriend: 0,
  DisplayName: '',
  ChatRoomId: 0,
  KeyWord: '',
  EncryChatRoomId: '',
  IsOwner: 0,
}

const verifyFlags = { person: 0, official: 24, special: 0 } as const

/** A person as seen by one account, under the names of one session. */
export function personJson(account: Account, session: Session, person: Person, skey: string): JsonObject {
  const friend = account.friends.get(person.id)
  const remark = friend?.remarkName ?? ''
  const human = person.kind === 'person'
  return {
    ...plainContact,
    UserName: session.names.nameOf(person.id),
    NickName: wireText(person.nickName),
    HeadImgUrl: headUrl(session, person.id, person.headSeq, 'webwxgeticon', skey),
    ContactFlag: contactFlag(account, person.id, person.kind),
    RemarkName: wireText(remark),
    Sex: person.sex,
    Signature: wireText(person.signature),
    VerifyFlag: person.id === 'weixin' ? 56 : verifyFlags[person.kind],
    PYInitial: initialsOf(person.nickName),
    PYQuanPin: pinyinOf(person.nickName),
    RemarkPYInitial: initialsOf(remark),
    RemarkPYQuanPin: pinyinOf(remark),
    StarFriend: friend?.starred === true ? 1 : 0,
    AttrStatus: attrStatus(person),
    Province: person.province,
    City: person.city,
    Alias: person.alias,
    SnsFlag: human ? 17 : 0,
    KeyWord: person.wxid.slice(0, 3),
  }
}

/** Some bits of no known meaning, which people have and accounts have not. */
export const attrStatus = ({ kind, headSeq }: Person): number => (kind === 'person' ? 102_000 + (headSeq % 9_000) : 0)

/** 1 friend, 2 with a conversation, 64 starred, 2048 pinned. What is part of the app is a friend of everybody, and no more. */
export function contactFlag(account: Account, id: string, kind: Person['kind']): number {
  const pinned = account.pinned.has(id) ? 2048 : 0
  if (kind === 'special') return 1 + pinned
  const friend = account.friends.get(id)
  if (friend === undefined) return 0
  return 1 + (account.recent.has(id) ? 2 : 0) + (friend.starred ? 64 : 0) + pinned
}

/** The account itself: the only place where Uin is known. */
export function userJson(world: WorldState, account: Account, session: Session, skey: string): JsonObject {
  const person = world.persons.get(account.id)
  return {
    Uin: Number(account.uin),
    UserName: session.names.nameOf(account.id),
    NickName: wireText(person?.nickName ?? ''),
    HeadImgUrl: headUrl(session, account.id, person?.headSeq ?? 0, 'webwxgeticon', skey),
    RemarkName: '',
    PYInitial: '',
    PYQuanPin: '',
    RemarkPYInitial: '',
    RemarkPYQuanPin: '',
    HideInputBarFlag: 0,
    StarFriend: 0,
    Sex: person?.sex ?? 0,
    Signature: wireText(person?.signature ?? ''),
    AppAccountFlag: 0,
    VerifyFlag: 0,
    ContactFlag: 0,
    WebWxPluginSwitch: 0,
    HeadImgFlag: 1,
    SnsFlag: 17,
  }
}
