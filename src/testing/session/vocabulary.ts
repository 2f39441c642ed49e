const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).filter((word) => word !== ''))

/** Names of XML elements and attributes that the service writes. Others are made up, since somebody may have typed them. */
export const xmlNames = words(`
  error ret message skey wxsid wxuin pass_ticket isgrayscale
  msg appmsg appinfo title des description type url lowurl action content text appattach totallen attachid fileext fileuploadtoken version appname
  img voicemsg videomsg emoji gameext location op username name pagepath appid weappinfo weappiconurl mmreader category item digest cover count
  refermsg svrid displayname chatusr fromusr createtime recorditem recordinfo datalist dataitem datadesc wcpayinfo paysubtype feedesc pay_memo
  transferid transcationid receivertitle sendertitle finderFeed finderLive desc nickname mediaList media thumbUrl avatar thumburl dataurl lowdataurl
  textannouncement sourcedisplayname sourceusername sysmsg revokemsg session msgid newmsgid oldmsgid replacemsg pat template plain sysmsgtemplate
  content_template link_list link memberlist member mmchatroombarannouncememt mmchatroombarannouncement
  md5 length hdlength cdnthumbwidth cdnthumbheight cdnthumblength aeskey cdnurl encrypturl productid width height len voicelength playlength
  x y scale label poiname maptype infourl fromnickname fromusername alias province city sign sex scene ticket opcode
  bigheadimgurl smallheadimgurl certflag certinfo brandIconUrl br a href id class
`)

/** Elements and attributes whose small numbers decide what a message is. */
export const xmlNumbers = words(
  'ret isgrayscale type paysubtype opcode scene sex scale length hdlength len width height voicelength playlength totallen count id certflag cdnthumbwidth cdnthumbheight version',
)

/** What the `type` of a sysmsg says. */
export const sysmsgTypes = words(
  'revokemsg pat sysmsgtemplate mmchatroombarannouncememt mmchatroombarannouncement delchatroommember paymsg',
)

/** Words of addresses, keys and tickets that are the service's own. */
export const addressWords = words(`
  http https www wx wx2 wx8 login file webpush push weixin wechat web web2 qq com apis map cgi bin mmwebwx webwxgeticon webwxgetheadimg webwxgetpubliclinkimg
  webwxnewloginpage webwxgetmsgimg url seq username chatroomid skey crypt msgid pictype location ticket uuid lang zh CN en US scan scene fun new version v1 v2 mod desktop
  qrticket stranger chatroom type coord
`)

/** Fields of the service's JSON. Others are made up, like everything that is not known. */
export const jsonFields = words(`
  ActualSender AddMsgCount AddMsgList AESKey Alias AppAccountFlag AppID AppInfo AppMsgType AttrStatus BaseResponse BindEmail BindMobile BindUin BitFlag
  BlackList Buff CDNThumbImgHeight CDNThumbImgWidth ChatRoomId ChatRoomName ChatRoomOwner ChatSet City ClickReportInterval ClientVersion ContactFlag
  ContactList ContactType Content ContinueFlag Count Cover CreateTime DelContactCount DelContactList Digest DisplayName EncryChatRoomId EncryFileName
  ErrMsg FileName FileSize Flag ForwardFlag FromUserName GrayScale HasProductId HeadImgFlag HeadImgUpdateFlag HeadImgUrl HideInputBarFlag ImgHeight
  ImgStatus ImgWidth InviteStartCount IsOwner Key Keyword KeyWord List LocalID MediaId MediaType MemberCount MemberList MemberStatus
  ModChatRoomMemberCount ModChatRoomMemberList ModContactCount ModContactList MPArticleCount MPArticleList MPSubscribeMsgCount MPSubscribeMsgList msg
  MsgID MsgId MsgType NewMsgId NickName OpCode OriContent OwnerUin PersonalCard PlayLength Profile Province PYInitial PYQuanPin QQNum QuanPin
  RecommendInfo RemarkName RemarkPYInitial RemarkPYQuanPin Ret ret Scene Seq Sex Signature SKey Skey SnsFlag StarFriend StartPos Statues Status
  StatusNotifyCode StatusNotifyUserName SubMsgType SyncCheckKey SyncKey SystemTime Ticket Time Title Topic TotalLen ToUserName Type Uin UniFriend Url
  User UserName uuid Val Value VerifyContent VerifyFlag VoiceLength WebWxPluginSwitch
`)

/** JSON fields whose small numbers, written as strings, are codes and sizes. */
export const numberFields = words(
  'Ret ret retcode selector code MsgType AppMsgType SubMsgType StatusNotifyCode PlayLength VoiceLength FileSize Status ImgStatus Sex Scene OpCode VerifyFlag ContactFlag',
)

/** JSON fields that hold UserNames, maybe several. */
export const nameFields = words(
  'UserName FromUserName ToUserName StatusNotifyUserName ChatSet ChatRoomOwner EncryChatRoomId ActualSender',
)

/** JSON fields that hold addresses, keys and tickets. */
export const addressFields = words('HeadImgUrl Url SKey Skey Ticket MediaId EncryFileName')

/** JSON fields in seconds of Unix time. */
export const timeFields = words('CreateTime SystemTime')

/** JSON numbers that stay where they are small: codes, flags, counts and sizes. All others may tell who somebody is. */
export const codeNumbers = words(`
  AddMsgCount AppAccountFlag AppMsgType BitFlag CDNThumbImgHeight CDNThumbImgWidth ClickReportInterval ClientVersion ContactFlag ContactType ContinueFlag
  Count DelContactCount FileSize Flag ForwardFlag GrayScale HasProductId HeadImgFlag HeadImgUpdateFlag HideInputBarFlag ImgHeight ImgStatus ImgWidth
  InviteStartCount IsOwner Key MediaType MemberCount MemberStatus ModChatRoomMemberCount ModContactCount MPArticleCount MPSubscribeMsgCount MsgType OpCode
  PersonalCard PlayLength Ret ret Scene Seq Sex SnsFlag StarFriend StartPos Statues Status StatusNotifyCode SubMsgType TotalLen Type UniFriend Val
  VerifyFlag VoiceLength WebWxPluginSwitch
`)

export const cookieNames = words(
  'wxuin wxsid wxloadtime mm_lang webwx_data_ticket webwxuvid webwx_auth_ticket login_frequency last_wxuin wxpluginkey MM_WX_NOTIFY_STATE MM_WX_SOUND_STATE',
)

/** What the scripts of a login and of a poll are made of. */
export const scriptWords = words(
  'window QRLogin code uuid error redirect_uri userAvatar synccheck retcode selector data img jpg base64',
)

/** What notices of the service are made of; longer ones first, since they are looked for in this order. */
export const noticePhrases: readonly string[] = [
  '你已添加了',
  '现在可以开始聊天了',
  '通过扫描',
  '分享的二维码',
  '撤回了一条消息',
  '加入了群聊',
  '加入群聊',
  '移出了群聊',
  '移出群聊',
  '修改群名为',
  '拍了拍',
  '邀请',
  '收到红包，请在手机上查看',
  '发出红包，请在手机上查看',
  'Red packet received. View on phone.',
  'has recalled a message',
  'recalled a message',
  'to the group chat',
  'the group chat',
  'changed the group name to',
  'from the group',
  'invited',
  'joined',
  'removed',
  'tickled',
].sort((one, other) => other.length - one.length)

/** Accounts that the service itself plays: they are the same for everybody. */
export const serviceAccounts = words(
  'newsapp fmessage filehelper weibo qqmail tmessage qmessage qqsync floatbottle lbsapp shakeapp medianote qqfriend readerapp blogapp facebookapp masssendapp meishiapp feedsapp voip weixin weixinreminder officialaccounts notification_messages wxitil userexperience_alarm',
)
