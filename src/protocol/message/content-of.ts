import { numberOf, stringOf } from '../fields.js'
import type { Fields } from '../json.js'
import { AppMsgType, MsgType } from '../message-type.js'
import { decodeText } from '../text.js'
import { news } from '../user-name.js'
import { appContent } from './app.js'
import type { MessageContent } from './content.js'
import { isLocation, locationContent } from './location.js'
import { emoticonContent, imageContent, videoContent, voiceContent } from './media.js'
import { newsContent } from './news.js'
import { cardContent, friendRequestContent, friendSuggestionContent } from './people.js'
import { quoteInText } from './quote-text.js'
import { statusNotifyContent } from './status-notify.js'
import { sysmsgContent, systemContent } from './system.js'

/** What a message says. `content` is its Content without the sender that rooms put in front. */
export function contentOf(raw: Fields, content: string): MessageContent {
  switch (numberOf(raw.MsgType)) {
    case MsgType.text:
      return textContent(raw, content)
    case MsgType.image:
      return imageContent(raw, content)
    case MsgType.voice:
      return voiceContent(raw, content)
    case MsgType.video:
      return videoContent('video', raw, content)
    case MsgType.microVideo:
      return videoContent('microVideo', raw, content)
    case MsgType.emoticon:
      return emoticonContent(raw, content)
    case MsgType.location:
      return locationContent(raw, content)
    case MsgType.app:
      return appContent(raw, content)
    case MsgType.card:
      return cardContent(raw, content)
    case MsgType.friendRequest:
      return friendRequestContent(raw, content)
    case MsgType.friendSuggestion:
      return friendSuggestionContent(raw, content)
    default:
      return noticeContent(raw, content)
  }
}

function textContent(raw: Fields, content: string): MessageContent {
  if (stringOf(raw.FromUserName) === news) return newsContent(content)
  const text = decodeText(content)
  if (numberOf(raw.AppMsgType) === AppMsgType.redPacket) return { type: 'redPacket', text, content: text }
  return isLocation(raw) ? locationContent(raw, content) : (quoteInText(text) ?? { type: 'text', text })
}

function noticeContent(raw: Fields, content: string): MessageContent {
  const msgType = numberOf(raw.MsgType)
  switch (msgType) {
    case MsgType.voip:
      return { type: 'call', event: 'call', content: decodeText(content) }
    case MsgType.voipNotify:
      return { type: 'call', event: 'ended', content: decodeText(content) }
    case MsgType.voipInvite:
      return { type: 'call', event: 'invited', content: decodeText(content) }
    case MsgType.statusNotify:
      return statusNotifyContent(raw, content)
    case MsgType.sysNotice:
      return { type: 'sysNotice', content: decodeText(content) }
    case MsgType.system:
      return systemContent(content)
    case MsgType.recalled:
      return sysmsgContent(content)
    default: {
      const title = decodeText(stringOf(raw.FileName))
      return { type: 'unknown', msgType, appType: numberOf(raw.AppMsgType), title, content: decodeText(content) }
    }
  }
}
