import type { Sex } from '../contact-flag.js'
import type { HistoryItem } from './history.js'
import type { Notice } from './notice.js'
import type { PatPerson } from './pat.js'

/** Somebody introduced by a card, a friend request or a suggestion. */
export interface Recommended {
  /** Valid in this session; '' where the wire names only a real id. */
  readonly userName: string
  readonly nickName: string
  readonly alias: string
  readonly province: string
  readonly city: string
  readonly sex: Sex
  readonly signature: string
  /** How they were found: 17 a card, 14 a room, 30 a QR code, … */
  readonly scene: number
  readonly isOfficial: boolean
}

/** What is known of a picture or film without fetching it. Sizes are 0 where the wire does not say. */
export interface Picture {
  /** Of the thumbnail, in pixels. */
  readonly width: number
  /** Of the thumbnail, in pixels. */
  readonly height: number
  /** In bytes. */
  readonly size: number
  readonly md5: string
}

/** A place on a map. */
export interface Place {
  readonly label: string
  readonly name: string
  /** Degrees; undefined where the message has only a label. */
  readonly latitude?: number
  /** Degrees; undefined where the message has only a label. */
  readonly longitude?: number
  /** How far the map is zoomed in, as the wire has it; 0 where it does not say. */
  readonly scale: number
  readonly url: string
}

/** A page or an article, as a card shows it. */
export interface LinkItem {
  readonly title: string
  readonly description: string
  readonly url: string
  readonly thumbUrl: string
}

/** The kinds of messages that can be quoted. */
export type QuotedKind =
  | 'text'
  | 'image'
  | 'voice'
  | 'video'
  | 'emoticon'
  | 'location'
  | 'card'
  | 'link'
  | 'file'
  | 'miniProgram'
  | 'quote'
  | 'chatHistory'
  | 'music'
  | 'unknown'

interface WithContent {
  /** The decoded text or XML that the message came with. */
  readonly content: string
}

/** What a message says, by `type`. Texts are decoded; durations are in ms, sizes in bytes. */
export type MessageContent =
  | { readonly type: 'text'; readonly text: string }
  | ({ readonly type: 'image' } & Picture & WithContent)
  | ({ readonly type: 'voice'; readonly duration: number; readonly size: number } & WithContent)
  | ({ readonly type: 'video'; readonly duration: number } & Picture & WithContent)
  /** A short film of older phones. */
  | ({ readonly type: 'microVideo'; readonly duration: number } & Picture & WithContent)
  | ({
      readonly type: 'emoticon'
      /** From where the picture can be had; '' for stickers of the store. */
      readonly url: string
      /** A sticker of the store: it can be seen on the phone only. */
      readonly isFromStore: boolean
      /** A throw of dice (4 to 9 for one to six) or of rock, paper, scissors; 0 for an ordinary sticker. */
      readonly game: number
    } & Picture &
      WithContent)
  | ({ readonly type: 'location' } & Place & WithContent)
  | ({ readonly type: 'liveLocation'; readonly text: string } & WithContent)
  | ({ readonly type: 'card' } & Recommended & WithContent)
  | ({
      readonly type: 'friendRequest'
      /** What they wrote. */
      readonly greeting: string
      /** Accepts the request. */
      readonly ticket: string
      /** A `VerifyOpCode`: 2 is the request, others are words said in its dialog. */
      readonly opCode: number
    } & Recommended &
      WithContent)
  | ({ readonly type: 'friendSuggestion' } & Recommended & WithContent)
  | ({
      readonly type: 'link'
      readonly source: string
      /** Several articles in one message of an official account; the first is the link itself. */
      readonly items: readonly LinkItem[]
    } & LinkItem &
      WithContent)
  | ({
      readonly type: 'file'
      readonly fileName: string
      readonly size: number
      readonly mediaId: string
      readonly encryFileName: string
      /** Without the dot; '' where neither the wire nor the name says. */
      readonly extension: string
    } & WithContent)
  | ({
      readonly type: 'miniProgram'
      readonly title: string
      readonly description: string
      readonly appId: string
      readonly pagePath: string
      readonly userName: string
      readonly iconUrl: string
      readonly url: string
    } & WithContent)
  | ({
      readonly type: 'quote'
      /** The reply. */
      readonly text: string
      readonly quoted: {
        /** MsgId of the message replied to; '' where the quote came as a text. */
        readonly id: string
        /** 0 where the quote came as a text. */
        readonly msgType: number
        /** What it is; `unknown` for what has no kind of its own. */
        readonly kind: QuotedKind
        /** The name it was shown under. */
        readonly name: string
        /** The real id of who said it; '' where the wire does not say. */
        readonly realId: string
        /** What it says in words: the text, or the title. */
        readonly text: string
        /** Its text or its XML, as it came. */
        readonly content: string
      }
    } & WithContent)
  | ({
      readonly type: 'chatHistory'
      readonly title: string
      readonly description: string
      /** What is in it; the first 1,000. */
      readonly items: readonly HistoryItem[]
      /** The XML behind it. */
      readonly records: string
    } & WithContent)
  | ({
      readonly type: 'music'
      readonly title: string
      readonly description: string
      readonly url: string
      readonly dataUrl: string
      readonly thumbUrl: string
    } & WithContent)
  | ({
      readonly type: 'transfer'
      /** As shown, with the currency: `￥0.10`. */
      readonly amount: string
      readonly memo: string
      readonly direction: 'sent' | 'received' | 'returned' | 'unknown'
      readonly transferId: string
      readonly description: string
    } & WithContent)
  | ({ readonly type: 'redPacket'; readonly text: string } & WithContent)
  | ({ readonly type: 'announcement'; readonly text: string } & WithContent)
  | ({
      readonly type: 'pat'
      readonly text: string
      readonly by: PatPerson
      readonly patted: PatPerson
      /** What the patted one wants added, such as `的肩膀`; '' mostly. */
      readonly suffix: string
    } & WithContent)
  | ({
      readonly type: 'recall'
      /** MsgId of the message that was taken back; '' if the server did not say. */
      readonly recalledId: string
      readonly text: string
    } & WithContent)
  | ({
      readonly type: 'system'
      readonly text: string
      /** What it says, where its words are known; Chinese or English. */
      readonly notice: Notice
    } & WithContent)
  | ({
      readonly type: 'statusNotify'
      /** A `StatusNotifyCode`; others have been seen. */
      readonly code: number
      /** The chats it is about. */
      readonly userNames: readonly string[]
      /** For the list of recent chats: the real ids, in the same order, if the server said them. */
      readonly realIds: readonly string[]
    } & WithContent)
  | ({ readonly type: 'call'; readonly event: 'call' | 'ended' | 'invited' } & WithContent)
  | ({ readonly type: 'sysNotice' } & WithContent)
  | ({
      readonly type: 'unknown'
      readonly msgType: number
      readonly appType: number
      readonly title: string
    } & WithContent)
