/** `MsgType`: what a message is. */
export const MsgType = {
  text: 1,
  html: 2,
  image: 3,
  privateText: 11,
  privateHtml: 12,
  privateImage: 13,
  voice: 34,
  pushMail: 35,
  qqMessage: 36,
  friendRequest: 37,
  pushSystem: 38,
  qqOfflineImage: 39,
  friendSuggestion: 40,
  card: 42,
  video: 43,
  videoExport: 44,
  emoticon: 47,
  location: 48,
  app: 49,
  voip: 50,
  statusNotify: 51,
  voipNotify: 52,
  voipInvite: 53,
  microVideo: 62,
  sysNotice: 9999,
  system: 10000,
  recalled: 10002,
} as const
export type MsgType = (typeof MsgType)[keyof typeof MsgType]

/** `AppMsgType`, and `<type>` in the XML of a message of MsgType 49; the XML is to be trusted first. */
export const AppMsgType = {
  text: 1,
  image: 2,
  music: 3,
  video: 4,
  link: 5,
  file: 6,
  open: 7,
  emoji: 8,
  voiceRemind: 9,
  scannedGood: 10,
  good: 13,
  emotionPack: 15,
  cardTicket: 16,
  liveLocation: 17,
  chatHistory: 19,
  miniProgram: 33,
  miniProgramPage: 36,
  forwardedHistory: 40,
  channels: 51,
  groupNote: 53,
  quote: 57,
  pat: 62,
  channelsLive: 63,
  fileUploading: 74,
  announcement: 87,
  transfer: 2000,
  redPacket: 2001,
  reader: 100001,
} as const
export type AppMsgType = (typeof AppMsgType)[keyof typeof AppMsgType]

/** `SubMsgType`: a location disguised as a text. */
export const SubMsgType = { none: 0, location: 48 } as const
export type SubMsgType = (typeof SubMsgType)[keyof typeof SubMsgType]

/** `StatusNotifyCode`: what the phone, or this client, did. */
export const StatusNotifyCode = { read: 1, enterChat: 2, inited: 3, recentChats: 4, quitChat: 5 } as const
export type StatusNotifyCode = (typeof StatusNotifyCode)[keyof typeof StatusNotifyCode]

/** `Status` of a message. */
export const MsgStatus = { own: 2, normal: 3, system: 4 } as const
export type MsgStatus = (typeof MsgStatus)[keyof typeof MsgStatus]

/** `ImgStatus` of a message. */
export const ImgStatus = { normal: 1, hasImage: 2 } as const
export type ImgStatus = (typeof ImgStatus)[keyof typeof ImgStatus]

/** `OpCode` of a friend request: the request itself, or words said in its dialog. */
export const VerifyOpCode = {
  addContact: 1,
  sendRequest: 2,
  accept: 3,
  reject: 4,
  senderReply: 5,
  receiverReply: 6,
} as const
export type VerifyOpCode = (typeof VerifyOpCode)[keyof typeof VerifyOpCode]
