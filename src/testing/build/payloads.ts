import { type Message, type MessageOf, noticeOf } from '../../index.js'
import type { Wire } from './envelope.js'

/** A kind of message. */
export type Kind = Message['type']

/** A message of one kind; some members of the union stand for two, as film and micro film do. */
export type Made<T extends Kind> = Picked<Message, T>

type Picked<M, T extends Kind> = M extends Message
  ? T extends M['type']
    ? M['type'] extends T
      ? M
      : M & { readonly type: T }
    : never
  : never

type Common = Omit<MessageOf<'text'>, 'text'>

/** What a message of this kind says, without who, where and when. */
export type Payload<T extends Kind> = Fields<Message, T>

type Fields<M, T extends Kind> = M extends Message ? (T extends M['type'] ? Omit<M, keyof Common> : never) : never

/** What a builder is given first, where it is no text. */
interface Leads {
  readonly voice: number
  readonly video: number
  readonly microVideo: number
  readonly statusNotify: number
  readonly call: 'call' | 'ended' | 'invited'
}

/** What a message of this kind is mostly about. */
export type Lead<T extends Kind> = T extends keyof Leads ? Leads[T] : string

interface Of<T extends Kind> {
  readonly wire: Wire
  readonly payload: (lead?: Lead<T>) => Payload<T>
}

const kind = <P>(msgType: number, payload: P): { readonly wire: Wire; readonly payload: P } => ({
  wire: { msgType },
  payload,
})

const app = <P>(appType: number, payload: P): { readonly wire: Wire; readonly payload: P } => ({
  wire: { msgType: 49, appType },
  payload,
})

const picture = { width: 120, height: 90, size: 20_480, md5: 'd41d8cd98f00b204e9800998ecf8427e' }

const who = (nickName: string) => ({
  userName: `@${nickName}`,
  nickName,
  alias: '',
  province: '',
  city: '',
  sex: 0 as const,
  signature: '',
  scene: 17,
  isOfficial: false,
})

const appXml = (type: number, title: string): string =>
  `<msg><appmsg><title>${escaped(title)}</title><type>${type}</type></appmsg></msg>`

const escaped = (text: string): string =>
  text.replace(/[<>&"]/g, (sign) => ({ '<': '&lt;', '>': '&gt;', '&': '&amp;' })[sign] ?? '&quot;')

const site = 'https://example.com/'

/** What the kinds say unless told otherwise, by what they are mostly about. */
export const payloads: { readonly [T in Kind]: Of<T> } = {
  text: kind(1, (text = 'hello') => ({ text })),
  image: kind(3, (md5 = picture.md5) => ({ ...picture, md5, content: `<msg><img md5="${md5}"/></msg>` })),
  voice: kind(34, (duration = 2_000) => ({ duration, size: 3_200, content: '<msg><voicemsg/></msg>' })),
  video: kind(43, (duration = 5_000) => ({ ...picture, duration, content: '<msg><videomsg/></msg>' })),
  microVideo: kind(62, (duration = 5_000) => ({
    ...picture,
    duration,
    content: '<msg><videomsg/></msg>',
  })),
  emoticon: kind(47, (md5 = picture.md5) => ({
    ...picture,
    md5,
    url: `${site}sticker.gif`,
    isFromStore: false,
    game: 0,
    content: `<msg><emoji md5="${md5}"/></msg>`,
  })),
  location: kind(48, (label = '1 Example Road') => ({
    label,
    name: 'Example Square',
    latitude: 39.9,
    longitude: 116.4,
    scale: 16,
    url: `${site}map`,
    content: `<msg><location label="${escaped(label)}"/></msg>`,
  })),
  liveLocation: app(17, (text = 'shares where they are') => ({ text, content: appXml(17, text) })),
  card: kind(42, (nickName = 'carol') => ({
    ...who(nickName),
    content: `<msg nickname="${escaped(nickName)}"/>`,
  })),
  friendRequest: kind(37, (greeting = 'I am dave') => ({
    ...who('dave'),
    scene: 30,
    greeting,
    ticket: 'v2_made@stranger',
    opCode: 2,
    content: `<msg content="${escaped(greeting)}"/>`,
  })),
  friendSuggestion: kind(40, (nickName = 'dave') => ({
    ...who(nickName),
    content: `<msg nickname="${escaped(nickName)}"/>`,
  })),
  link: app(5, (title = 'An example') => {
    const item = { title, description: 'Something to read.', url: site, thumbUrl: '' }
    return { ...item, source: '', items: [item], content: appXml(5, title) }
  }),
  file: app(6, (fileName = 'report.pdf') => ({
    fileName,
    size: 20_480,
    mediaId: '@media',
    encryFileName: encodeURIComponent(fileName),
    extension: /\.([A-Za-z0-9]{1,12})$/.exec(fileName)?.[1] ?? '',
    content: appXml(6, fileName),
  })),
  miniProgram: app(33, (title = 'An example') => ({
    title,
    description: '',
    appId: 'wx0000000000000000',
    pagePath: 'pages/index.html',
    userName: 'gh_000000000000@app',
    iconUrl: `${site}icon.png`,
    url: site,
    content: appXml(33, title),
  })),
  quote: app(57, (text = 'I agree') => ({
    text,
    quoted: {
      id: '1000000000000000001',
      msgType: 1,
      kind: 'text',
      name: 'bob',
      realId: 'bob',
      text: 'hello',
      content: 'hello',
    },
    content: appXml(57, text),
  })),
  chatHistory: app(19, (title = 'Chat history') => ({
    title,
    description: 'bob: hello',
    items: [],
    records: '<recordinfo/>',
    content: appXml(19, title),
  })),
  music: app(3, (title = 'A song') => ({
    title,
    description: 'A singer',
    url: site,
    dataUrl: `${site}song.mp3`,
    thumbUrl: '',
    content: appXml(3, title),
  })),
  transfer: app(2000, (amount = '￥0.10') => ({
    amount,
    memo: '',
    direction: 'received',
    transferId: '1000000000000000000000000001',
    description: `received ${amount}`,
    content: appXml(2000, amount),
  })),
  redPacket: kind(10000, (text = '收到红包，请在手机上查看') => ({ text, content: text })),
  announcement: app(87, (text = 'Dear all') => ({ text, content: appXml(87, text) })),
  pat: kind(10000, (text = '"alice" 拍了拍我') => ({
    text,
    by: { name: 'alice', isSelf: false, realId: '' },
    patted: { name: '', isSelf: true, realId: '' },
    suffix: '',
    content: text,
  })),
  recall: kind(10002, (recalledId = '1000000000000000001') => ({
    recalledId,
    text: '"alice" 撤回了一条消息',
    content: `<sysmsg type="revokemsg"><revokemsg><msgid>${recalledId}</msgid></revokemsg></sysmsg>`,
  })),
  system: kind(10000, (text = '"bob"邀请"carol"加入了群聊') => ({ text, notice: noticeOf(text), content: text })),
  statusNotify: kind(51, (code = 1) => ({ code, userNames: [], realIds: [], content: '' })),
  call: kind(50, (event = 'call') => ({ event, content: '' })),
  sysNotice: kind(9999, (content = '') => ({ content })),
  unknown: kind(999, (title = '') => ({ msgType: 999, appType: 0, title, content: '' })),
}
