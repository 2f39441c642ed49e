import type { AutoPhone, WebLogin } from './account.js'

/** Whoever can be written to: a friend, a stranger, an official account. Ids are your own, such as `alice`. */
export interface PersonOptions {
  /** The world's name for them, such as `alice`. */
  readonly id: string
  /** Default: the id. */
  readonly nickName?: string
  /** Default `person`. */
  readonly kind?: 'person' | 'official'
  /** Whose friend: all accounts (default), some, or none (`[]`): a stranger. */
  readonly friendOf?: 'all' | readonly string[]
  /** The accounts' own name for them. Default: none. */
  readonly remarkName?: string
  /** The WeChat id that they have chosen. Default: none. */
  readonly alias?: string
  /** Default ''. */
  readonly signature?: string
  /** 0 unknown (default), 1 male, 2 female. */
  readonly sex?: 0 | 1 | 2
  /** Default ''. */
  readonly province?: string
  /** Default ''. */
  readonly city?: string
  /** Among the starred friends. Default false. */
  readonly starred?: boolean
  /** Stands among the recent conversations from the beginning. Default false. */
  readonly recent?: boolean
}

/** A room and who is in it. */
export interface RoomOptions {
  /** The world's name for it, such as `team`. */
  readonly id: string
  /** Default: none, as for rooms that nobody named. */
  readonly topic?: string
  /** Ids of persons and accounts, or with the name they use in the room. */
  readonly members: readonly (string | { readonly id: string; readonly displayName: string })[]
  /** Default: the first member. */
  readonly owner?: string
  /** Saved to the address book of its accounts. Default false. */
  readonly saved?: boolean
  /** Its messages make no sound on the phones. Default false. */
  readonly muted?: boolean
  /** Stands among the recent conversations. Default true: an unsaved room can be found nowhere else. */
  readonly recent?: boolean
}

/** An account that a bot can log in to. */
export interface AccountOptions extends Omit<PersonOptions, 'kind' | 'recent'> {
  /** The account's number. Default: from the seed. */
  readonly uin?: string
  /** Default `allowed`. `desktopOnly`: 1203 for browsers; `refused`: 1203 for everybody. */
  readonly webLogin?: WebLogin
  /** `auto` scans after 500 ms and confirms 500 ms later. Default: the world's. */
  readonly phone?: 'manual' | 'auto' | AutoPhone
}

/** Who is in a world from its beginning. */
export interface Cast {
  /** Whoever a bot can log in as. */
  readonly accounts: readonly AccountOptions[]
  /** Everybody else who can be written to. */
  readonly persons: readonly PersonOptions[]
  /** Rooms, with persons and accounts in them. */
  readonly rooms: readonly RoomOptions[]
}

/** Who lives in a world that was given nobody. */
export const smallCast: Cast = {
  accounts: [{ id: 'bot', nickName: '小机器人', signature: 'at your service' }],
  persons: [
    { id: 'alice', nickName: 'Alice', remarkName: '爱丽丝', sex: 2, province: '浙江', city: '杭州', recent: true },
    { id: 'bob', nickName: 'Bob & Söhne', sex: 1 },
    { id: 'carol', nickName: 'Carol🌙', friendOf: [] },
    { id: 'daily', nickName: '每日新闻', kind: 'official', alias: 'daily-news' },
  ],
  rooms: [
    {
      id: 'team',
      topic: '项目组',
      members: ['alice', 'bot', 'bob', { id: 'carol', displayName: '卡罗尔' }],
      saved: true,
    },
    { id: 'lunch', topic: '午饭', members: ['bob', 'bot', 'alice'] },
  ],
}
