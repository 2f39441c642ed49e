import { chineseNames, englishNames, oneName, removedNames, self } from './notice-names.js'

/** Somebody as a notice names them: by the name that was shown, or as the reader. */
export interface Named {
  /** '' for the reader. */
  readonly name: string
  /** It is the reader: this account. */
  readonly isSelf: boolean
}

/** What a system text says. Names are as they were shown: a notice carries no ids. */
export type Notice =
  /** Came into the room on somebody's invitation. */
  | { readonly kind: 'invited'; readonly by: Named; readonly people: readonly Named[] }
  /** Came into the room by the QR code that somebody shared. */
  | { readonly kind: 'joined'; readonly people: readonly Named[]; readonly by: Named }
  | { readonly kind: 'left'; readonly people: readonly Named[] }
  | { readonly kind: 'removed'; readonly by: Named; readonly people: readonly Named[] }
  | { readonly kind: 'renamed'; readonly by: Named; readonly topic: string }
  | { readonly kind: 'newOwner'; readonly owner: Named }
  | { readonly kind: 'friendAdded'; readonly friend: Named }
  /** They have deleted this account: what it sends does not arrive until they accept a friend request. */
  | { readonly kind: 'notFriends'; readonly friend: Named }
  /** They do not want messages of this account. */
  | { readonly kind: 'rejected' }
  | { readonly kind: 'locationSharingEnded' }
  /** Anything else: the words of these texts change with every version of the app. */
  | { readonly kind: 'other' }

/** A topic is all that follows, in quotes or without them. */
const renamed = (by?: string, quoted?: string, plain = ''): Notice => ({
  kind: 'renamed',
  by: oneName(by),
  topic: quoted ?? plain,
})

type Rule = readonly [pattern: string, read: (...parts: readonly (string | undefined)[]) => Notice]

/**
 * Texts of the service, Chinese and English; « and » stand for quotes. A name may hold anything but a line break, so every pattern ends at its own
 * words.
 */
const rules: readonly Rule[] = [
  ['^你邀请«(.+)»加入了群聊$', (names) => ({ kind: 'invited', by: self, people: chineseNames(names) })],
  [
    '^«(.+?)»邀请你和«(.+)»加入了群聊',
    (by, names) => ({ kind: 'invited', by: oneName(by), people: [self, ...chineseNames(names)] }),
  ],
  ['^«(.+?)»邀请你加入了群聊', (by) => ({ kind: 'invited', by: oneName(by), people: [self] })],
  ['^«(.+?)»邀请«(.+)»加入了群聊$', (by, names) => ({ kind: 'invited', by: oneName(by), people: chineseNames(names) })],
  ['^« ?(.+)»通过扫描你分享的二维码加入群聊$', (name) => ({ kind: 'joined', people: [oneName(name)], by: self })],
  ['^你通过扫描«(.+)»分享的二维码加入群聊', (by) => ({ kind: 'joined', people: [self], by: oneName(by) })],
  [
    '^« ?(.+)»通过扫描«(.+?)»分享的二维码加入群聊$',
    (name, by) => ({ kind: 'joined', people: [oneName(name)], by: oneName(by) }),
  ],
  ['^你将«(.+)»移出了群聊$', (names) => ({ kind: 'removed', by: self, people: chineseNames(names) })],
  ['^你被«(.+)»移出了?群聊$', (by) => ({ kind: 'removed', by: oneName(by), people: [self] })],
  ['^«(.+?)»将«(.+)»移出了群聊$', (by, names) => ({ kind: 'removed', by: oneName(by), people: chineseNames(names) })],
  ['^«(.+)»已?退出了?群聊$', (name) => ({ kind: 'left', people: [oneName(name)] })],
  ['^(你|«.+?»)修改群名为(?:["“”](.+)["“”]|(.+))$', renamed],
  ['^(你|«.+»)已成为新群主', (owner) => ({ kind: 'newOwner', owner: oneName(owner) })],
  ['^你已添加了(.+)，现在可以开始聊天了。$', (friend) => ({ kind: 'friendAdded', friend: oneName(friend) })],
  ['^(.+)刚刚把你添加到通讯录，现在可以开始聊天了。$', (friend) => ({ kind: 'friendAdded', friend: oneName(friend) })],
  ['^(.+)开启了朋友验证，你还不是他（她）朋友', (friend) => ({ kind: 'notFriends', friend: oneName(friend) })],
  ['^消息已发出，但被对方拒收了', () => ({ kind: 'rejected' })],
  ['^位置共享已经结束', () => ({ kind: 'locationSharingEnded' })],

  [
    "^You(?:'ve| have)? invited (.+) to (?:the|a) group chat\\.?$",
    (names) => ({ kind: 'invited', by: self, people: englishNames(names) }),
  ],
  [
    '^(.+?) ?invited you and (.+) to (?:the|a) group chat',
    (by, names) => ({ kind: 'invited', by: oneName(by), people: [self, ...englishNames(names)] }),
  ],
  ['^(.+?) ?invited you to (?:the|a) group chat', (by) => ({ kind: 'invited', by: oneName(by), people: [self] })],
  [
    '^(.+?) ?invited (.+) to (?:the|a) group chat\\.?$',
    (by, names) => ({ kind: 'invited', by: oneName(by), people: englishNames(names) }),
  ],
  [
    '^« ?(.+)» joined (?:the )?group chat via (?:the QR [Cc]ode you shared|your shared QR [Cc]ode)\\.?$',
    (name) => ({ kind: 'joined', people: [oneName(name)], by: self }),
  ],
  [
    '^« ?(.+)» joined (?:the )?group chat via the QR [Cc]ode shared by (.+?)\\.?$',
    (name, by) => ({ kind: 'joined', people: [oneName(name)], by: oneName(by) }),
  ],
  [
    "^You(?:'ve| have)? joined (?:the )?group chat via the QR [Cc]ode shared by (.+?)\\.?$",
    (by) => ({ kind: 'joined', people: [self], by: oneName(by) }),
  ],
  [
    "^You(?:'ve| have)? removed (.+) from the group chat\\.?$",
    (names) => ({ kind: 'removed', by: self, people: removedNames(names) }),
  ],
  [
    '^You were removed from the group chat by (.+?)\\.?$',
    (by) => ({ kind: 'removed', by: oneName(by), people: [self] }),
  ],
  [
    '^(«.+?») removed (.+) from the group chat\\.?$',
    (by, names) => ({ kind: 'removed', by: oneName(by), people: removedNames(names) }),
  ],
  ['^(«.+») (?:has )?left the group chat\\.?$', (name) => ({ kind: 'left', people: [oneName(name)] })],
  ['^(You|«.+?») changed the group name to (?:["“”](.+)["“”]\\.?|(.+))$', renamed],
  [
    '^(You|«.+») (?:are|is) now the group owner\\.?$|^(You|«.+») (?:have|has) become the new group owner\\.?$',
    (owner, other) => ({ kind: 'newOwner', owner: oneName(owner ?? other) }),
  ],
  [
    '^You have added (.+) as your WeChat contact\\. Start chatting!$',
    (friend) => ({ kind: 'friendAdded', friend: oneName(friend) }),
  ],
  [
    '^(.+) just added you to (?:his/her|their) contacts list\\.',
    (friend) => ({ kind: 'friendAdded', friend: oneName(friend) }),
  ],
  ['^(.+) has enabled Friend Confirmation', (friend) => ({ kind: 'notFriends', friend: oneName(friend) })],
  [
    '^The message (?:was|has been) (?:successfully )?sent,? but (?:was |is )?rejected by the receiver',
    () => ({ kind: 'rejected' }),
  ],
  ['^Location sharing (?:has )?ended', () => ({ kind: 'locationSharingEnded' })],
]

/** Names that stand in quotes end there, whatever is in them. Only where no text with quotes fits, they may be left out. */
const patterns = ['["“”]', '["“”]?'].flatMap((quote) =>
  rules.map(([pattern, read]) => ({ pattern: new RegExp(pattern.replace(/[«»]/g, quote)), read })),
)

const other: Notice = { kind: 'other' }

/** Longer texts are none of the service's notices about people (characters). */
const longest = 2_000

/**
 * What a system text says, in the Chinese and the English of the apps; `other` for what is not known. Pure. A text of more than 2,000 characters
 * or of several lines is none of these; spaces around it, and whether names stand in quotes, make no difference. A `system` message has it already, as `notice`; this is for texts from elsewhere.
 *
 * @example
 * const notice = noticeOf('Alice has enabled Friend Confirmation')
 * if (notice.kind === 'notFriends') console.log(`${notice.friend.name} has deleted this account`)
 */
export function noticeOf(text: string): Notice {
  if (text.length > longest) return other
  // A mark for the apps, and spaces, stand at the end of some.
  const words = text
    .trim()
    .replace(/\$revoke\$$/, '')
    .trimEnd()
  if (words.includes('\n')) return other
  for (const { pattern, read } of patterns) {
    const found = pattern.exec(words)
    if (found !== null) return read(...found.slice(1))
  }
  return other
}
