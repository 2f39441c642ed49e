import type { Message } from './news.js'
import type { Session } from './session.js'
import type { JsonObject } from './wire-json.js'

const noRecommendation: JsonObject = {
  UserName: '',
  NickName: '',
  QQNum: 0,
  Province: '',
  City: '',
  Content: '',
  Signature: '',
  Alias: '',
  Scene: 0,
  VerifyFlag: 0,
  AttrStatus: 0,
  Sex: 0,
  Ticket: '',
  OpCode: 0,
}

/** An entry of AddMsgList, under the names of the session that reads it. */
export function messageJson({ names }: Session, message: Message, at: number): JsonObject {
  const { msgId, from, to, sender, type, content } = message
  return {
    MsgId: msgId,
    FromUserName: names.nameOf(from),
    ToUserName: names.nameOf(to),
    MsgType: type,
    Content: sender === undefined ? content : `${names.nameOf(sender)}:<br/>${content}`,
    Status: type === 10000 || type === 10002 ? 4 : 3,
    ImgStatus: 1,
    CreateTime: at,
    VoiceLength: 0,
    PlayLength: 0,
    FileName: '',
    FileSize: '',
    MediaId: '',
    Url: '',
    AppMsgType: 0,
    StatusNotifyCode: 0,
    StatusNotifyUserName: '',
    RecommendInfo: noRecommendation,
    ForwardFlag: 0,
    AppInfo: { AppID: '', Type: 0 },
    HasProductId: 0,
    Ticket: '',
    ImgHeight: 0,
    ImgWidth: 0,
    SubMsgType: 0,
    NewMsgId: BigInt(msgId),
    OriContent: '',
    EncryFileName: '',
    ...message.named?.(names),
    ...message.fields,
  }
}
