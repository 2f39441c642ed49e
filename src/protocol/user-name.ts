/** Accounts that the service itself plays; their UserNames never change. */
const specials: ReadonlySet<string> = new Set([
  'newsapp',
  'fmessage',
  'filehelper',
  'weibo',
  'qqmail',
  'tmessage',
  'qmessage',
  'qqsync',
  'floatbottle',
  'lbsapp',
  'shakeapp',
  'medianote',
  'qqfriend',
  'readerapp',
  'blogapp',
  'facebookapp',
  'masssendapp',
  'meishiapp',
  'feedsapp',
  'voip',
  'blogappweixin',
  'weixin',
  'brandsessionholder',
  'weixinreminder',
  'wxid_novlwrv3lqwv11',
  'gh_22b87fa7cb3c',
  'officialaccounts',
  'notification_messages',
  'wxitil',
  'userexperience_alarm',
])

/** The file transfer assistant: a chat with oneself. */
export const fileHelper = 'filehelper'

/** From whom friend requests come. */
export const friendRequests = 'fmessage'

/** Tencent's news. */
export const news = 'newsapp'

/** A room: a chat with several people. */
export const isRoomName = (userName: string): boolean => userName.startsWith('@@') || userName.endsWith('@chatroom')

/** An account that the service itself plays. */
export const isSpecialName = (userName: string): boolean => specials.has(userName)
