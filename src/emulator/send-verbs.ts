import { failure } from '../errors.js'
import { attachment } from './attachment.js'
import type { Bytes } from './bytes.js'
import type { Draft } from './deliver.js'
import { digestOf } from './digest.js'
import { appDraft, elements } from './drafts/app-draft.js'
import { cardDraft } from './drafts/card-draft.js'
import { fileDraft } from './drafts/file-draft.js'
import { type HistoryItem, historyDraft } from './drafts/history-draft.js'
import { type ContentForm, imageDraft } from './drafts/image-draft.js'
import { articlesDraft, type Link, linkDraft } from './drafts/link-draft.js'
import { locationDraft, type Place } from './drafts/location-draft.js'
import { redPacketDraft, type Transfer, transferDraft } from './drafts/money-draft.js'
import { quoteDraft, quoteTextDraft } from './drafts/quote-draft.js'
import { type StickerLook, stickerDraft } from './drafts/sticker-draft.js'
import { videoDraft } from './drafts/video-draft.js'
import { voiceDraft } from './drafts/voice-draft.js'
import type { WorldState } from './world-state.js'

/** A song that somebody passes on. */
export interface Music {
  /** The name of the song. */
  readonly title: string
  /** What stands below it, mostly who sings. Default ''. */
  readonly des?: string
  /** The page to open. */
  readonly url: string
  /** The stream. */
  readonly dataUrl: string
}

/** A page of a mini program. */
export interface MiniProgram {
  /** What stands on the card. */
  readonly title: string
  /** Of the program, such as `wx0123456789abcdef`. */
  readonly appId: string
  /** The page of it that the card opens. */
  readonly page: string
  /** The account behind it. Default `gh_0123456789ab@app`. */
  readonly account?: string
}

/** What somebody sends: every kind of message. `to` is an account or a room; each answers the MsgId. */
export interface SendVerbs {
  /** A picture: Content is a token that forwards it, or XML with `form: 'xml'`. */
  readonly sendImage: (
    to: string,
    bytes: Bytes,
    options?: { readonly thumb?: Bytes; readonly form?: ContentForm },
  ) => string
  /** `ms`: how long it plays. Default 1,000. */
  readonly sendVoice: (
    to: string,
    bytes: Bytes,
    options?: { readonly ms?: number; readonly form?: ContentForm },
  ) => string
  /** `seconds`: how long it plays, default 1. `micro`: a short clip of MsgType 62 instead of 43, default false. */
  readonly sendVideo: (
    to: string,
    bytes: Bytes,
    options?: {
      readonly seconds?: number
      readonly micro?: boolean
      readonly thumb?: Bytes
      readonly form?: ContentForm
    },
  ) => string
  /** `store`: one that only phones can show; `game`: dice (2) or rock-paper-scissors (1). */
  readonly sendSticker: (
    to: string,
    bytes: Bytes,
    options?: { readonly store?: boolean; readonly game?: NonNullable<StickerLook['game']> },
  ) => string
  /** A file; `name` is what the receiver sees. */
  readonly sendFile: (to: string, bytes: Bytes, options: { readonly name: string }) => string
  /** A page, as a card. */
  readonly sendLink: (to: string, link: Link) => string
  /** Several articles in one message, as official accounts send them. */
  readonly sendArticles: (to: string, articles: readonly Link[]) => string
  /** A song, as a card. */
  readonly sendMusic: (to: string, music: Music) => string
  /** A page of a mini program, as a card. */
  readonly sendMiniProgram: (to: string, program: MiniProgram) => string
  /** A place; `latitude` and `longitude` in degrees. */
  readonly sendLocation: (to: string, place: Place) => string
  /** Begins to share the own location. */
  readonly sendLiveLocation: (to: string) => string
  /** Recommends somebody of this world. */
  readonly sendCard: (to: string, person: string) => string
  /**
   * An answer that quotes a message: what it said, and by whom of this world. `form`: a message of its own kind (`app`, the default), or
   * the plain text (`text`) that the web often gets instead.
   */
  readonly sendQuote: (
    to: string,
    text: string,
    quoted: {
      readonly msgId: string
      readonly by: string
      readonly content: string
      readonly type?: number
      readonly form?: 'app' | 'text'
    },
  ) => string
  /** Several messages of a chat, passed on as one. */
  readonly sendHistory: (to: string, title: string, items: readonly HistoryItem[]) => string
  /** Money: a card that a web client can show and not take. */
  readonly sendTransfer: (to: string, transfer: Transfer) => string
  /** A red packet, which a web client cannot open. */
  readonly sendRedPacket: (to: string) => string
  /** A note that a room writes together. */
  readonly sendNote: (to: string, text: string) => string
  /** A post of the channels. */
  readonly sendChannels: (to: string, post: { readonly nickName: string; readonly des: string }) => string
  /** An invitation card to a room of this world. */
  readonly sendInvitation: (to: string, room: string) => string
  /** MsgType 50; 53 while it rings, 52 when it is over. */
  readonly call: (to: string, type?: 50 | 52 | 53) => string
}

/** Content of what a web client cannot show at all. */
const notForWeb = '收到一条视频/语音聊天消息，请在手机上查看'

export function createSends(world: WorldState, from: string, send: (to: string, draft: Draft) => string): SendVerbs {
  const { random } = world
  const wxid = world.persons.get(from)?.wxid ?? from
  const realId = (id: string): string => world.rooms.get(id)?.chatroom ?? world.persons.get(id)?.wxid ?? id
  const nickName = (id: string): string => world.persons.get(id)?.nickName ?? id
  const thumbOf = (thumb: Bytes | undefined) => (thumb === undefined ? {} : { thumb })
  return {
    sendImage: (to, bytes, { thumb, form = 'token' } = {}) =>
      send(to, imageDraft(random, attachment('image', bytes, { md5: md5Of(bytes), ...thumbOf(thumb) }), form)),
    sendVoice: (to, bytes, { ms = 1_000, form = 'token' } = {}) =>
      send(to, voiceDraft(random, attachment('voice', bytes), ms, wxid, form)),
    sendVideo: (to, bytes, { seconds = 1, micro = false, thumb, form = 'token' } = {}) => {
      const hung = attachment('video', bytes, { md5: md5Of(bytes), ...thumbOf(thumb) })
      return send(to, videoDraft(random, hung, { seconds, micro, wxid, form }))
    },
    sendSticker: (to, bytes, { store = false, game } = {}) => {
      const hung = attachment('sticker', bytes, { md5: digestOf(bytes).md5, inStore: store })
      const look = { from: wxid, to: realId(to) }
      return send(to, stickerDraft(random, hung, game === undefined ? look : { ...look, game }))
    },
    sendFile: (to, bytes, { name }) =>
      send(to, fileDraft(random, attachment('file', bytes, { name, md5: md5Of(bytes) }), wxid)),
    sendLink: (to, link) => send(to, linkDraft(wxid, link)),
    sendArticles: (to, articles) => send(to, articlesDraft(wxid, nickName(from), articles)),
    sendMusic: (to, { title, des = '', url, dataUrl }) => {
      const inner = elements({ dataurl: dataUrl, lowdataurl: dataUrl })
      return send(to, appDraft({ type: 3, title, des, url, wxid, inner, appId: 'wx485a97c844086dc9' }))
    },
    sendMiniProgram: (to, { title, appId, page, account = 'gh_0123456789ab@app' }) => {
      const program = elements({
        username: account,
        appid: appId,
        type: 2,
        version: 1,
        weappiconurl: '',
        pagepath: page,
      })
      const inner = `${elements({ sourceusername: account, sourcedisplayname: title })}\t\t<weappinfo>\n${program}\t\t</weappinfo>\n`
      const url = `https://mp.weixin.qq.com/mp/waerrpage?appid=${appId}&type=upgrade&upgradetype=3#wechat_redirect`
      return send(to, appDraft({ type: 33, title, des: title, url, wxid, inner }))
    },
    sendLocation: (to, place) => send(to, locationDraft(world.nextMsgId(), place)),
    sendLiveLocation: (to) => send(to, appDraft({ type: 17, title: '我发起了位置共享', wxid })),
    sendCard: (to, person) => {
      const shown = world.persons.get(person)
      if (shown === undefined) throw failure('argument', { name: 'sendCard', why: `there is no ${person}` })
      return send(to, cardDraft(random, shown))
    },
    sendQuote: (to, text, { by, form = 'app', ...quoted }) => {
      const name = nickName(by)
      if (form === 'text') return send(to, quoteTextDraft(text, { ...quoted, name }))
      const room = world.rooms.has(to) ? { room: realId(to) } : {}
      return send(to, quoteDraft(wxid, text, { ...quoted, ...room, by: realId(by), name }))
    },
    sendHistory: (to, title, items) => send(to, historyDraft(wxid, title, items)),
    sendTransfer: (to, transfer) => send(to, transferDraft(random, wxid, transfer)),
    sendRedPacket: (to) => send(to, redPacketDraft()),
    sendNote: (to, text) => send(to, appDraft({ type: 53, title: text, wxid })),
    sendChannels: (to, { nickName: name, des }) => {
      const feed = elements({ objectId: random.digits(20), feedType: 4, nickname: name, desc: des, mediaCount: 1 })
      const inner = `\t\t<finderFeed>\n${feed}\t\t</finderFeed>\n`
      const title = '当前微信版本不支持展示该内容，请升级至最新版本。'
      return send(to, appDraft({ type: 51, title, url: 'https://support.weixin.qq.com/update/', wxid, inner }))
    },
    sendInvitation: (to, room) => {
      const topic = world.rooms.get(room)?.topic ?? room
      const des = `"${nickName(from)}"邀请你加入群聊"${topic}"，进入可查看详情。`
      const ticket = encodeURIComponent(random.token(24))
      const url = `http://support.weixin.qq.com/cgi-bin/mmsupport-bin/addchatroombyinvite?ticket=${ticket}`
      return send(to, appDraft({ type: 5, title: '邀请你加入群聊', des, url, wxid }))
    },
    call: (to, type = 50) => send(to, { type, content: type === 50 ? notForWeb : '' }),
  }
}

/** Of what is small enough to be read at once; real messages leave it out, too. */
const md5Of = (bytes: Bytes): string => (bytes.length <= 64 * 1024 * 1024 ? digestOf(bytes).md5 : '')
