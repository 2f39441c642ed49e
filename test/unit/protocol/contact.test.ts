import { describe, expect, it } from 'vitest'
import {
  contactsOf,
  decodeContact,
  decodeContactOf,
  keyWordOf,
  mergeContact,
  type RawContact,
} from '../../../src/protocol/contact.js'

const person: RawContact = {
  UserName: '@p1',
  NickName: 'Lin <span class="emoji emoji1f31b"></span> &amp; Co',
  RemarkName: 'Aunt Lin',
  HeadImgUrl: '/cgi-bin/mmwebwx-bin/webwxgeticon?seq=680786093&username=@p1&skey=',
  ContactFlag: 3 + 64 + 512 + 2048,
  VerifyFlag: 0,
  Sex: 2,
  Signature: 'a&lt;b',
  Province: 'Zhejiang',
  City: 'Hangzhou',
  Alias: 'lin-88',
}

const room: RawContact = {
  UserName: '@@r1',
  NickName: '',
  ContactFlag: 1,
  Statues: 0,
  MemberCount: 2,
  MemberList: [
    { UserName: '@m1', NickName: 'One', DisplayName: '', Uin: 0 },
    { UserName: '@m2', NickName: 'Two', DisplayName: 'Second', Uin: 77 },
  ],
  OwnerUin: 77,
  IsOwner: 0,
  EncryChatRoomId: '@enc',
}

describe('decodeContact', () => {
  it('tells the public name of a person from the remark, with decoded names', () => {
    expect(decodeContact(person)).toEqual({
      kind: 'person',
      userName: '@p1',
      name: 'Lin 🌛 & Co',
      remark: 'Aunt Lin',
      nickName: 'Lin 🌛 & Co',
      remarkName: 'Aunt Lin',
      displayName: '',
      alias: 'lin-88',
      avatarSeq: 680786093,
      sex: 2,
      signature: 'a<b',
      province: 'Zhejiang',
      city: 'Hangzhou',
      isFriend: true,
      isStarred: true,
      isMuted: true,
      isPinned: true,
      isBlocked: false,
      raw: person,
    })
    expect(decodeContact({ ...person, RemarkName: '' })).not.toHaveProperty('remark')
  })

  it('tells the kinds apart, rooms and service accounts first', () => {
    const kind = (UserName: string, VerifyFlag: number) => decodeContact({ UserName, VerifyFlag }).kind
    expect(kind('@@r', 8)).toBe('room')
    expect(kind('123@chatroom', 0)).toBe('room')
    expect(kind('filehelper', 0)).toBe('service')
    expect(kind('weixin', 56)).toBe('service')
    expect(kind('@gh', 8)).toBe('official')
    expect(kind('@gh', 24)).toBe('official')
    expect(kind('@p', 1)).toBe('person')
  })

  it('reads a room with members, owner and mute', () => {
    expect(decodeContact(room)).toMatchObject({
      kind: 'room',
      name: 'One、Second',
      members: [
        { userName: '@m1', name: 'One', nickName: 'One', displayName: '' },
        { userName: '@m2', name: 'Second', nickName: 'Two', displayName: 'Second' },
      ],
      memberCount: 2,
      ownerUserName: '@m2',
      isOwner: false,
      encryChatRoomId: '@enc',
      isMuted: true,
      isSaved: true,
    })
    expect(decodeContact({ ...room, Statues: 1, ChatRoomOwner: '@m1', IsOwner: 1 })).toMatchObject({
      isMuted: false,
      ownerUserName: '@m1',
      isOwner: true,
    })
  })

  it('knows the owner from what sync says, which leaves IsOwner as it was', () => {
    const mine = { ...room, ChatRoomOwner: '@m1', IsOwner: 0 }
    expect(decodeContactOf('@m1', mine)).toMatchObject({ isOwner: true })
    expect(decodeContactOf('@m2', { ...mine, IsOwner: 1 })).toMatchObject({ isOwner: false })
    expect(decodeContactOf('@m2', { ...room, OwnerUin: 0, IsOwner: 1 })).toMatchObject({ isOwner: true })
  })

  it('shows a room without a topic under its first ten members', () => {
    const MemberList = Array.from({ length: 12 }, (_, at) => ({ UserName: `@m${at}`, NickName: `${at}` }))
    expect(decodeContact({ UserName: '@@r', MemberList }).name).toBe('0、1、2、3、4、5、6、7、8、9')
  })

  it("tells a room's topic from the owner's remark of it", () => {
    const named = { ...room, NickName: 'Hiking', RemarkName: 'the boring ones' }
    expect(decodeContact(named)).toMatchObject({ name: 'Hiking', remark: 'the boring ones' })
    // Without a topic it is called by its members, whatever the owner calls it.
    expect(decodeContact({ ...named, NickName: '' })).toMatchObject({ name: 'One、Second', remark: 'the boring ones' })
  })

  it('has a value for everything that the wire leaves out', () => {
    expect(decodeContact({ UserName: '@p' })).toMatchObject({
      name: '',
      nickName: '',
      sex: 0,
      avatarSeq: 0,
      isFriend: false,
    })
    expect(decodeContact({ UserName: '@@r', EncryChatRoomId: '0' })).toMatchObject({
      members: [],
      memberCount: 0,
      ownerUserName: '',
      encryChatRoomId: '',
    })
  })

  it('survives fields of the wrong kind', () => {
    const odd = { UserName: '@p', NickName: 7, RemarkName: null, Sex: 'x', ContactFlag: '3', HeadImgUrl: {} }
    expect(decodeContact(odd)).toMatchObject({ name: '7', sex: 0, isFriend: true, avatarSeq: 0 })
  })

  it('reads the key word in both spellings', () => {
    expect(keyWordOf({ UserName: 'a', KeyWord: 'wxi' })).toBe('wxi')
    expect(keyWordOf({ UserName: 'a', Keyword: 'fil' })).toBe('fil')
  })
})

describe('contactsOf', () => {
  it('drops what is no contact, and repairs lists of members', () => {
    const odd = { UserName: '@@r', MemberList: 'none' }
    expect(contactsOf([null, {}, { UserName: 7 }, person, odd])).toEqual([person, { UserName: '@@r', MemberList: [] }])
    expect(contactsOf('x')).toEqual([])
  })
})

describe('mergeContact', () => {
  it('keeps what the news leave out, and takes what they say', () => {
    const merged = mergeContact(person, { UserName: '@p1', NickName: 'New', RemarkName: '' })
    expect(merged).toEqual({ ...person, NickName: 'New', RemarkName: '' })
  })

  it('replaces members by members, not by none', () => {
    const members = [{ UserName: '@m3', NickName: 'Three' }]
    expect(mergeContact(room, { UserName: '@@r1', MemberCount: 1, MemberList: members })).toMatchObject({
      MemberCount: 1,
      MemberList: members,
    })
    expect(mergeContact(room, { UserName: '@@r1', NickName: 'Topic', MemberCount: 0, MemberList: [] })).toEqual({
      ...room,
      NickName: 'Topic',
    })
  })

  it('takes a first list of members even if it is empty', () => {
    const merged = mergeContact(
      { UserName: '@@r2', NickName: 'x' },
      { UserName: '@@r2', MemberCount: 0, MemberList: [] },
    )
    expect(merged).toStrictEqual({ UserName: '@@r2', NickName: 'x', MemberCount: 0, MemberList: [] })
    expect(mergeContact(person, { UserName: '@p1', City: 'Ningbo' })).toStrictEqual({ ...person, City: 'Ningbo' })
  })

  it('does not forget the ids of a room', () => {
    const news = { UserName: '@@r1', NickName: 'Topic', EncryChatRoomId: '', OwnerUin: 0, ChatRoomOwner: '@m1' }
    expect(mergeContact(room, news)).toMatchObject({ EncryChatRoomId: '@enc', OwnerUin: 77, ChatRoomOwner: '@m1' })
  })

  it('loses nothing to an answer that knows nobody', () => {
    expect(mergeContact(person, { UserName: '@p1', NickName: '', RemarkName: '', ContactFlag: 0, Sex: 0 })).toEqual(
      person,
    )
  })

  it('changes neither side', () => {
    const known = Object.freeze({ ...room })
    const news = Object.freeze({ UserName: '@@r1', NickName: 'x' })
    expect(mergeContact(known, news)).not.toBe(known)
  })
})
