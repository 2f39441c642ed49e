import { type Answer, jsonAnswer } from './answer.js'
import type { JsonObject } from './wire-json.js'

export const baseResponse = (Ret: number, ErrMsg = ''): JsonObject => ({ Ret, ErrMsg })

const emptyKey: JsonObject = { Count: 0, List: [] }

const emptyProfile: JsonObject = {
  BitFlag: 0,
  UserName: { Buff: '' },
  NickName: { Buff: '' },
  BindUin: 0,
  BindEmail: { Buff: '' },
  BindMobile: { Buff: '' },
  Status: 0,
  Sex: 0,
  PersonalCard: 0,
  Alias: '',
  HeadImgUpdateFlag: 0,
  HeadImgUrl: '',
  Signature: '',
}

/** The fields of webwxsync when there is nothing to say; a good answer replaces some of them. */
export const emptySync: JsonObject = {
  AddMsgCount: 0,
  AddMsgList: [],
  ModContactCount: 0,
  ModContactList: [],
  DelContactCount: 0,
  DelContactList: [],
  ModChatRoomMemberCount: 0,
  ModChatRoomMemberList: [],
  Profile: emptyProfile,
  ContinueFlag: 0,
  SyncKey: emptyKey,
  SKey: '',
}

const emptyInit: JsonObject = {
  Count: 0,
  ContactList: [],
  SyncKey: emptyKey,
  User: {
    Uin: 0,
    UserName: '',
    NickName: '',
    HeadImgUrl: '',
    RemarkName: '',
    PYInitial: '',
    PYQuanPin: '',
    RemarkPYInitial: '',
    RemarkPYQuanPin: '',
    HideInputBarFlag: 0,
    StarFriend: 0,
    Sex: 0,
    Signature: '',
    AppAccountFlag: 0,
    VerifyFlag: 0,
    ContactFlag: 0,
    WebWxPluginSwitch: 0,
    HeadImgFlag: 0,
    SnsFlag: 0,
  },
  ChatSet: '',
  SKey: '',
  ClientVersion: 0,
  SystemTime: 0,
  GrayScale: 0,
  InviteStartCount: 0,
  MPSubscribeMsgCount: 0,
  MPSubscribeMsgList: [],
  ClickReportInterval: 0,
}

const emptyFields: Readonly<Record<string, JsonObject>> = {
  webwxinit: emptyInit,
  webwxsync: emptySync,
  webwxgetcontact: { MemberCount: 0, MemberList: [], Seq: 0 },
  webwxbatchgetcontact: { Count: 0, ContactList: [] },
  webwxstatusnotify: { MsgID: '' },
  webwxsendmsg: { MsgID: '', LocalID: '' },
  webwxsendmsgimg: { MsgID: '', LocalID: '' },
  webwxsendvideomsg: { MsgID: '', LocalID: '' },
  webwxsendemoticon: { MsgID: '', LocalID: '' },
  webwxsendappmsg: { MsgID: '', LocalID: '' },
  webwxcreatechatroom: {
    Topic: '',
    PYInitial: '',
    QuanPin: '',
    MemberCount: 0,
    MemberList: [],
    ChatRoomName: '',
    BlackList: '',
  },
  webwxupdatechatroom: { MemberCount: 0, MemberList: [] },
  webwxsearchcontact: { List: [] },
  webwxuploadmedia: { MediaId: '', StartPos: 0, CDNThumbImgHeight: 0, CDNThumbImgWidth: 0 },
  webwxcheckupload: { MediaId: '', AESKey: '', Signature: '', EncryFileName: '' },
}

/** A refusal with status 200: the code, and every field of the endpoint present and empty. */
export const refusal = (endpoint: string, ret: number, message = ''): Answer =>
  jsonAnswer({ BaseResponse: baseResponse(ret, message), ...emptyFields[endpoint] })
