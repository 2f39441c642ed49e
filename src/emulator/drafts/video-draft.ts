import type { Attachment } from '../attachment.js'
import type { Draft } from '../deliver.js'
import type { Random } from '../random.js'
import { shelfKeys } from '../shelf.js'
import { wireXml } from '../wire-text.js'
import { xmlAttributes } from '../xml-text.js'
import { type ContentForm, contentToken } from './image-draft.js'

export interface VideoLook {
  readonly seconds: number
  /** MsgType 62 instead of 43. */
  readonly micro: boolean
  readonly wxid: string
  readonly form: ContentForm
}

/** MsgType 43, or 62 for what the phone recorded just now. */
export function videoDraft(random: Random, attachment: Attachment, { seconds, micro, wxid, form }: VideoLook): Draft {
  const content = form === 'token' ? contentToken(random) : wireXml(videoXml(random, attachment, seconds, wxid))
  const { height, width } = attachment.shape
  return {
    type: micro ? 62 : 43,
    content,
    fields: { PlayLength: seconds, ImgHeight: height, ImgWidth: width },
    media: { attachment, keys: [shelfKeys.token(content)] },
  }
}

function videoXml(random: Random, { size, md5, shape, thumb }: Attachment, seconds: number, wxid: string): string {
  const key = random.hex(32)
  const attributes = {
    aeskey: key,
    cdnthumbaeskey: key,
    cdnvideourl: random.hex(96),
    cdnthumburl: random.hex(96),
    length: size,
    playlength: seconds,
    cdnthumblength: thumb.length,
    cdnthumbwidth: shape.width,
    cdnthumbheight: shape.height,
    fromusername: wxid,
    md5,
    newmd5: random.hex(32),
    isad: 0,
  }
  return `<?xml version="1.0"?>\n<msg>\n\t<videomsg${xmlAttributes(attributes)} />\n</msg>\n`
}
