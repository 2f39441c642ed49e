/** Names that are the same in every session, and what the phone calls them. */
export const specialNames: ReadonlyMap<string, string> = new Map([
  ['filehelper', '文件传输助手'],
  ['weixin', '微信团队'],
  ['newsapp', '腾讯新闻'],
  ['fmessage', '朋友推荐消息'],
])
