import type { Settings } from './settings.js'

/** The system texts of one language. Names come as they are; `by` is undefined where the reader did it. */
export interface Notices {
  readonly invited: (by: string | undefined, names: readonly string[]) => string
  /** The reader was invited; `others` are there already. */
  readonly invitedYou: (by: string, others: readonly string[]) => string
  /** Somebody came by the QR code of `by`. */
  readonly joinedByCode: (name: string, by: string | undefined) => string
  readonly removed: (name: string) => string
  readonly removedYou: (by: string) => string
  readonly renamed: (by: string | undefined, topic: string) => string
  readonly newOwner: () => string
  readonly befriended: (name: string) => string
  /** What a new friend writes when the account had asked. */
  readonly accepted: () => string
  /** The receiver has deleted the writer: text, and the words of a link. */
  readonly notFriends: (name: string) => readonly [string, string]
  readonly rejected: () => string
  /** A message was taken back. */
  readonly recalled: (by: string | undefined) => string
  /** A pat; `whom` is undefined where it was the reader. Names come with their quotes. */
  readonly patted: (by: string, whom: string | undefined) => string
}

const chinese: Notices = {
  // Two spaces stand at the end of what the reader did.
  invited: (by, names) =>
    by === undefined ? `你邀请"${names.join('、')}"加入了群聊  ` : `"${by}"邀请"${names.join('、')}"加入了群聊`,
  invitedYou: (by, others) => `"${by}"邀请你加入了群聊，群聊参与人还有：${others.join('、')}`,
  joinedByCode: (name, by) =>
    by === undefined ? `" ${name}"通过扫描你分享的二维码加入群聊  ` : `" ${name}"通过扫描"${by}"分享的二维码加入群聊`,
  removed: (name) => `你将"${name}"移出了群聊`,
  removedYou: (by) => `你被"${by}"移出群聊`,
  renamed: (by, topic) => `${by === undefined ? '你' : `"${by}"`}修改群名为“${topic}”`,
  newOwner: () => '你已成为新群主',
  befriended: (name) => `你已添加了${name}，现在可以开始聊天了。`,
  accepted: () => '我通过了你的朋友验证请求，现在我们可以开始聊天了',
  notFriends: (name) => [
    `${name}开启了朋友验证，你还不是他（她）朋友。请先发送朋友验证请求，对方验证通过后，才能聊天。`,
    '发送朋友验证',
  ],
  rejected: () => '消息已发出，但被对方拒收了。',
  recalled: (by) => (by === undefined ? '你撤回了一条消息' : `"${by}" 撤回了一条消息`),
  patted: (by, whom) => `${by} 拍了拍${whom === undefined ? '我' : ` ${whom}`}`,
}

const english: Notices = {
  invited: (by, names) =>
    by === undefined
      ? `You invited ${names.join(', ')} to the group chat.   `
      : `${by} invited ${names.join(', ')} to the group chat`,
  invitedYou: (by, others) => `${by} invited you to a group chat with ${others.join(', ')}`,
  joinedByCode: (name, by) =>
    by === undefined
      ? `" ${name}" joined group chat via the QR code you shared.`
      : `"${name}" joined the group chat via the QR Code shared by "${by}".`,
  removed: (name) => `You removed "${name}" from the group chat`,
  removedYou: (by) => `You were removed from the group chat by "${by}"`,
  renamed: (by, topic) => `${by === undefined ? 'You' : `"${by}"`} changed the group name to "${topic}"`,
  newOwner: () => 'You are now the group owner',
  befriended: (name) => `You have added ${name} as your WeChat contact. Start chatting!`,
  accepted: () => "I've accepted your friend request. Now let's chat!",
  notFriends: (name) => [
    `${name} has enabled Friend Confirmation. You are not a friend yet. Send a friend request first.`,
    'Send Friend Request',
  ],
  rejected: () => 'The message was sent, but rejected by the receiver.',
  recalled: (by) => (by === undefined ? 'You recalled a message' : `"${by}" has recalled a message.`),
  patted: (by, whom) => `${by} tickled ${whom ?? 'me'}`,
}

/** In the language of the world. */
export const noticesOf = ({ language }: Settings): Notices => (language === 'en' ? english : chinese)
