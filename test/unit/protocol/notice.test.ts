import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { type Named, type Notice, noticeOf } from '../../../src/protocol/message/notice.js'
import { decodeMessage } from '../../../src/protocol/message.js'
import { encodeText } from '../../../src/protocol/text.js'

const self: Named = { name: '', isSelf: true }
const one = (name: string): Named => ({ name, isSelf: false })

const cases: readonly (readonly [string, Notice])[] = [
  ['你邀请"小林、周末"加入了群聊  ', { kind: 'invited', by: self, people: [one('小林'), one('周末')] }],
  ['"小林"邀请"周末"加入了群聊', { kind: 'invited', by: one('小林'), people: [one('周末')] }],
  ['"小林"邀请你加入了群聊，群聊参与人还有：周末、阿宝', { kind: 'invited', by: one('小林'), people: [self] }],
  ['"小林"邀请你和"周末"加入了群聊', { kind: 'invited', by: one('小林'), people: [self, one('周末')] }],
  ['" 周末"通过扫描你分享的二维码加入群聊  ', { kind: 'joined', people: [one('周末')], by: self }],
  ['" 周末"通过扫描"小林"分享的二维码加入群聊', { kind: 'joined', people: [one('周末')], by: one('小林') }],
  ['你将"周末"移出了群聊', { kind: 'removed', by: self, people: [one('周末')] }],
  ['你被"小林"移出群聊', { kind: 'removed', by: one('小林'), people: [self] }],
  ['"周末"退出了群聊', { kind: 'left', people: [one('周末')] }],
  ['你修改群名为“新的名字”', { kind: 'renamed', by: self, topic: '新的名字' }],
  ['"小林"修改群名为“a “b” c”', { kind: 'renamed', by: one('小林'), topic: 'a “b” c' }],
  ['你已成为新群主', { kind: 'newOwner', owner: self }],
  ['"周末"已成为新群主', { kind: 'newOwner', owner: one('周末') }],
  ['你已添加了周末，现在可以开始聊天了。', { kind: 'friendAdded', friend: one('周末') }],
  ['周末刚刚把你添加到通讯录，现在可以开始聊天了。', { kind: 'friendAdded', friend: one('周末') }],
  [
    '周末开启了朋友验证，你还不是他（她）朋友。请先发送朋友验证请求，对方验证通过后，才能聊天。发送朋友验证',
    { kind: 'notFriends', friend: one('周末') },
  ],
  ['消息已发出，但被对方拒收了。', { kind: 'rejected' }],
  ['位置共享已经结束', { kind: 'locationSharingEnded' }],
  ['You invited Lin, Zoe to the group chat.   ', { kind: 'invited', by: self, people: [one('Lin'), one('Zoe')] }],
  ['"Lin" invited "Zoe" to the group chat', { kind: 'invited', by: one('Lin'), people: [one('Zoe')] }],
  ['Lin invited you to a group chat with Zoe, Bob', { kind: 'invited', by: one('Lin'), people: [self] }],
  ['Lin invited you and Zoe to the group chat', { kind: 'invited', by: one('Lin'), people: [self, one('Zoe')] }],
  ['" Zoe" joined group chat via the QR code you shared.', { kind: 'joined', people: [one('Zoe')], by: self }],
  [
    '"Zoe" joined the group chat via the QR Code shared by "Lin".',
    { kind: 'joined', people: [one('Zoe')], by: one('Lin') },
  ],
  ['You removed "Zoe" from the group chat', { kind: 'removed', by: self, people: [one('Zoe')] }],
  ['You were removed from the group chat by "Lin"', { kind: 'removed', by: one('Lin'), people: [self] }],
  ['"Zoe" left the group chat', { kind: 'left', people: [one('Zoe')] }],
  ['You changed the group name to "New name"', { kind: 'renamed', by: self, topic: 'New name' }],
  ['"Lin" changed the group name to "New name"', { kind: 'renamed', by: one('Lin'), topic: 'New name' }],
  ['You are now the group owner', { kind: 'newOwner', owner: self }],
  ['You have added Zoe as your WeChat contact. Start chatting!', { kind: 'friendAdded', friend: one('Zoe') }],
  [
    'Zoe just added you to his/her contacts list. Send a message to him/her now!',
    { kind: 'friendAdded', friend: one('Zoe') },
  ],
  ['Zoe has enabled Friend Confirmation. Send a friend request first.', { kind: 'notFriends', friend: one('Zoe') }],
  ['something that nobody knows', { kind: 'other' }],
  ['', { kind: 'other' }],
]

describe('texts of the service', () => {
  it.each(cases)('%j', (text, notice) => {
    const message = decodeMessage(
      { MsgType: 10000, FromUserName: '@@room', ToUserName: '@me', Content: encodeText(text) },
      '@me',
    )
    expect(message).toMatchObject({ type: 'system', notice })
  })

  it('markers and spaces behind a text are none of its business', () => {
    const Content = '"小林"邀请"周末"加入了群聊  $revoke$'
    expect(decodeMessage({ MsgType: 10000, Content }, '@me')).toMatchObject({ notice: { kind: 'invited' } })
  })

  it('a room notice of newer phones says the same', () => {
    const xml = `<sysmsg type="sysmsgtemplate"><sysmsgtemplate><content_template><template><![CDATA["$username$"邀请"$names$"加入了群聊]]></template><link_list><link name="username"><memberlist><member><nickname>小林</nickname></member></memberlist></link><link name="names"><memberlist><member><nickname>周末</nickname></member><member><nickname>阿宝</nickname></member></memberlist></link></link_list></content_template></sysmsgtemplate></sysmsg>`
    expect(decodeMessage({ MsgType: 10002, Content: encodeText(xml) }, '@me')).toMatchObject({
      notice: { kind: 'invited', by: one('小林'), people: [one('周末'), one('阿宝')] },
    })
  })
})

test('names that play tricks stay names', () => {
  const name = fc
    .array(fc.constantFrom('a', '你', '邀请', '"', '“', '加入了群聊', ' ', '*', '$', '(', 'invited'), {
      minLength: 1,
      maxLength: 6,
    })
    .map((parts) => parts.join('').trim())
    .filter((text) => text !== '' && !/["“”]/.test(text) && text !== '你')
  fc.assert(
    fc.property(name, fc.string(), (friend, other) => {
      expect(noticeOf(`你已添加了${friend}，现在可以开始聊天了。`)).toEqual({
        kind: 'friendAdded',
        friend: one(friend),
      })
      expect(() => noticeOf(other)).not.toThrow()
    }),
  )
})

/** One text for each row of what the service is known to say; « and » stand for the quotes of people, ‹ and › for those of a topic. */
const known: readonly (readonly [string, Notice])[] = [
  ['你邀请«小林、周末»加入了群聊', { kind: 'invited', by: self, people: [one('小林'), one('周末')] }],
  ['«小林»邀请«周末»加入了群聊', { kind: 'invited', by: one('小林'), people: [one('周末')] }],
  ['«小林»邀请你加入了群聊，群聊参与人还有：周末、阿宝', { kind: 'invited', by: one('小林'), people: [self] }],
  ['«小林»邀请你和«周末»加入了群聊', { kind: 'invited', by: one('小林'), people: [self, one('周末')] }],
  ['« 周末»通过扫描你分享的二维码加入群聊', { kind: 'joined', people: [one('周末')], by: self }],
  ['« 周末»通过扫描«小林»分享的二维码加入群聊', { kind: 'joined', people: [one('周末')], by: one('小林') }],
  ['你通过扫描«小林»分享的二维码加入群聊', { kind: 'joined', people: [self], by: one('小林') }],
  ['你将«周末»移出了群聊', { kind: 'removed', by: self, people: [one('周末')] }],
  ['你被«小林»移出群聊', { kind: 'removed', by: one('小林'), people: [self] }],
  ['«小林»将«周末»移出了群聊', { kind: 'removed', by: one('小林'), people: [one('周末')] }],
  ['«周末»退出了群聊', { kind: 'left', people: [one('周末')] }],
  ['你修改群名为‹徒步›', { kind: 'renamed', by: self, topic: '徒步' }],
  ['«甲»修改群名为‹徒步›', { kind: 'renamed', by: one('甲'), topic: '徒步' }],
  ['«周末»已成为新群主', { kind: 'newOwner', owner: one('周末') }],
  ['你已添加了«周末»，现在可以开始聊天了。', { kind: 'friendAdded', friend: one('周末') }],
  ['«周末»刚刚把你添加到通讯录，现在可以开始聊天了。', { kind: 'friendAdded', friend: one('周末') }],
  ['«周末»开启了朋友验证，你还不是他（她）朋友。', { kind: 'notFriends', friend: one('周末') }],
  ['You invited «Lin, Zoe» to the group chat.', { kind: 'invited', by: self, people: [one('Lin'), one('Zoe')] }],
  ['«Lin» invited «Zoe» to the group chat', { kind: 'invited', by: one('Lin'), people: [one('Zoe')] }],
  ['«Lin» invited you to a group chat with Zoe, Bob', { kind: 'invited', by: one('Lin'), people: [self] }],
  ['«Lin» invited you and «Zoe» to a group chat', { kind: 'invited', by: one('Lin'), people: [self, one('Zoe')] }],
  ['« Zoe» joined group chat via the QR code you shared', { kind: 'joined', people: [one('Zoe')], by: self }],
  [
    '«Zoe» joined the group chat via the QR Code shared by «Lin».',
    { kind: 'joined', people: [one('Zoe')], by: one('Lin') },
  ],
  ['You removed «Zoe» from the group chat', { kind: 'removed', by: self, people: [one('Zoe')] }],
  ['You were removed from the group chat by «Lin»', { kind: 'removed', by: one('Lin'), people: [self] }],
  ['«Lin» removed «Zoe» from the group chat', { kind: 'removed', by: one('Lin'), people: [one('Zoe')] }],
  ['«Zoe» left the group chat', { kind: 'left', people: [one('Zoe')] }],
  ['You changed the group name to ‹Walks›', { kind: 'renamed', by: self, topic: 'Walks' }],
  ['«Lin» changed the group name to ‹Walks›', { kind: 'renamed', by: one('Lin'), topic: 'Walks' }],
  ['«Zoe» is now the group owner', { kind: 'newOwner', owner: one('Zoe') }],
  ['You have added «Zoe» as your WeChat contact. Start chatting!', { kind: 'friendAdded', friend: one('Zoe') }],
  [
    '«Zoe» just added you to his/her contacts list. Send a message to him/her now!',
    { kind: 'friendAdded', friend: one('Zoe') },
  ],
  ['«Zoe» has enabled Friend Confirmation', { kind: 'notFriends', friend: one('Zoe') }],
]

const quotes = { straight: '""', curly: '“”', none: '' }

describe.each(Object.entries(quotes))('names in %s quotes', (_, [open = '', close = '']) => {
  test.each(Object.entries(quotes))('and a topic in %s ones', (__, [begin = '', end = '']) => {
    for (const [pattern, notice] of known) {
      const text = pattern.replace(/«/g, open).replace(/»/g, close).replace(/‹/g, begin).replace(/›/g, end)
      expect([text, noticeOf(text)]).toEqual([text, notice])
      expect([text, noticeOf(`  ${text} $revoke$ \n`)]).toEqual([text, notice])
    }
  })
})

/** Forms that the service wrote over the years, as logs of other bots have them. */
test.each<[string, Notice]>([
  [`You've invited "Zoe" to the group chat`, { kind: 'invited', by: self, people: [one('Zoe')] }],
  [
    `You've invited "Lin.P、Zoe Q" to the group chat`,
    { kind: 'invited', by: self, people: [one('Lin.P'), one('Zoe Q')] },
  ],
  ['You invited Lin.P、Zoe to the group chat.', { kind: 'invited', by: self, people: [one('Lin.P'), one('Zoe')] }],
  [
    '"凌" invited "庆次、小桔妹" to the group chat',
    { kind: 'invited', by: one('凌'), people: [one('庆次'), one('小桔妹')] },
  ],
  [
    '凌 invited 庆次, 小桔妹 to the group chat',
    { kind: 'invited', by: one('凌'), people: [one('庆次'), one('小桔妹')] },
  ],
  ['“凌”invited you to a group chat with 庆次、DEE', { kind: 'invited', by: one('凌'), people: [self] }],
  ['"凌"invited you to the group chat', { kind: 'invited', by: one('凌'), people: [self] }],
  [
    '凌 invited you and . 庆 次 .呵呵 to the group chat',
    { kind: 'invited', by: one('凌'), people: [self, one('. 庆 次 .呵呵')] },
  ],
  ['"Zoe" joined the group chat via your shared QR Code.', { kind: 'joined', people: [one('Zoe')], by: self }],
  ['"Zoe" joined group chat via the QR code you shared.  ', { kind: 'joined', people: [one('Zoe')], by: self }],
  [
    '" Zoe" joined the group chat via the QR Code shared by "Lin".',
    { kind: 'joined', people: [one('Zoe')], by: one('Lin') },
  ],
])('%j', (text, notice) => {
  expect(noticeOf(text)).toEqual(notice)
})

test.each<[string, Notice]>([
  ['"老王"邀请"Smith, John"加入了群聊', { kind: 'invited', by: one('老王'), people: [one('Smith, John')] }],
  [
    '"老王"邀请"Smith, John、Bonnie and Clyde"加入了群聊',
    { kind: 'invited', by: one('老王'), people: [one('Smith, John'), one('Bonnie and Clyde')] },
  ],
  ['你邀请"甲，乙"加入了群聊  ', { kind: 'invited', by: self, people: [one('甲，乙')] }],
  [
    '"Smith, John"邀请你和"Bonnie and Clyde"加入了群聊',
    { kind: 'invited', by: one('Smith, John'), people: [self, one('Bonnie and Clyde')] },
  ],
  ['你将"Smith, John"移出了群聊', { kind: 'removed', by: self, people: [one('Smith, John')] }],
  ['"Smith, John"退出了群聊', { kind: 'left', people: [one('Smith, John')] }],
  [
    'Lin invited Bonnie and Clyde to the group chat',
    { kind: 'invited', by: one('Lin'), people: [one('Bonnie and Clyde')] },
  ],
  [
    '"Lin" invited "Bonnie and Clyde" to the group chat',
    { kind: 'invited', by: one('Lin'), people: [one('Bonnie and Clyde')] },
  ],
  [
    'Lin invited you and Bonnie and Clyde to the group chat',
    { kind: 'invited', by: one('Lin'), people: [self, one('Bonnie and Clyde')] },
  ],
  [
    '"Lin" invited "Smith, John、Zoe" to the group chat',
    { kind: 'invited', by: one('Lin'), people: [one('Smith, John'), one('Zoe')] },
  ],
  [
    '"Lin" invited "Smith, John", "Zoe" and "A、B" to the group chat',
    { kind: 'invited', by: one('Lin'), people: [one('Smith, John'), one('Zoe'), one('A、B')] },
  ],
  ['You removed "Smith, John" from the group chat', { kind: 'removed', by: self, people: [one('Smith, John')] }],
  [
    'You were removed from the group chat by "Smith, John"',
    { kind: 'removed', by: one('Smith, John'), people: [self] },
  ],
  ['"Smith, John" left the group chat', { kind: 'left', people: [one('Smith, John')] }],
])('a name with a comma or an "and" is one name: %j', (text, notice) => {
  expect(noticeOf(text)).toEqual(notice)
})

test('names in quotes end there, whatever they say', () => {
  expect(noticeOf('"爱邀请你"邀请"b"加入了群聊')).toEqual({ kind: 'invited', by: one('爱邀请你'), people: [one('b')] })
  expect(noticeOf('"a修改群名为b"修改群名为“c”')).toEqual({ kind: 'renamed', by: one('a修改群名为b'), topic: 'c' })
  expect(noticeOf('"你"退出了群聊 ')).toEqual({ kind: 'left', people: [self] })
})

test('a name or a topic with the words of a pat is no pat', () => {
  const said = (Content: string) => decodeMessage({ MsgType: 10000, Content }, '@me')
  expect(said('"拍拍"修改群名为“拍了拍”')).toMatchObject({
    type: 'system',
    notice: { kind: 'renamed', topic: '拍了拍' },
  })
  expect(said('"小林" 拍了拍我')).toMatchObject({ type: 'pat' })
})
