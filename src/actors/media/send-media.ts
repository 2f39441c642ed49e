import type { Observable } from 'rxjs'
import { webwxsendappmsg } from '../../protocol/endpoints/webwxsendappmsg.js'
import { webwxsendemoticon } from '../../protocol/endpoints/webwxsendemoticon.js'
import { webwxsendmsg } from '../../protocol/endpoints/webwxsendmsg.js'
import { webwxsendmsgimg } from '../../protocol/endpoints/webwxsendmsgimg.js'
import { webwxsendvideomsg } from '../../protocol/endpoints/webwxsendvideomsg.js'
import type { Forward } from '../../protocol/forward.js'
import type { SendInput } from '../../protocol/sent.js'
import type { Call } from '../call.js'
import type { ReadyMedia } from './ready.js'
import type { UploadedMedia } from './upload.js'

type Sent = Observable<{ readonly msgId: string }>

/** The message that shows an uploaded file. */
export function sendMedia(call: Call, input: SendInput, { kind, file, ...uploaded }: ReadyMedia & UploadedMedia): Sent {
  const { mediaId } = uploaded
  switch (kind) {
    case 'image':
      return call(webwxsendmsgimg, { ...input, media: { mediaId } })
    case 'video':
      return call(webwxsendvideomsg, { ...input, media: { mediaId } })
    case 'gif':
      return call(webwxsendemoticon, { ...input, emoticon: { mediaId } })
    case 'file':
      return call(webwxsendappmsg, { ...input, app: { type: 'file', name: file.name, size: file.size, ...uploaded } })
  }
}

/** A received message once more, to somebody else. */
export function sendForward(call: Call, input: SendInput, forward: Forward): Sent {
  switch (forward.as) {
    case 'text':
      return call(webwxsendmsg, { ...input, text: forward.text })
    case 'location':
      return call(webwxsendmsg, { ...input, text: forward.content, kind: 'location' })
    case 'image':
      return call(webwxsendmsgimg, { ...input, media: { forwarded: forward.content } })
    case 'video':
      return call(webwxsendvideomsg, { ...input, media: { forwarded: forward.content }, isMicro: forward.isMicro })
    case 'emoticon':
      return call(webwxsendemoticon, { ...input, emoticon: { md5: forward.md5 } })
    case 'app': {
      const { appMsgType, content } = forward
      return call(webwxsendappmsg, { ...input, app: { type: 'forwarded', appMsgType, content } })
    }
  }
}
