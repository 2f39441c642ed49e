import type { Attachment } from '../attachment.js'
import type { Draft } from '../deliver.js'
import type { Random } from '../random.js'
import { shelfKeys } from '../shelf.js'
import { wireXml } from '../wire-text.js'
import { xmlAttributes } from '../xml-text.js'

/** How Content of a picture, voice or video reads: an opaque token that forwards it, or XML as own messages have it. */
export type ContentForm = 'token' | 'xml'

/** MsgType 3. */
export function imageDraft(random: Random, attachment: Attachment, form: ContentForm): Draft {
  const content = form === 'token' ? contentToken(random) : wireXml(imageXml(random, attachment))
  return {
    type: 3,
    content,
    fields: { ImgStatus: 2, ImgHeight: attachment.shape.height, ImgWidth: attachment.shape.width },
    media: { attachment, keys: [shelfKeys.token(content)] },
  }
}

export const contentToken = (random: Random): string => `@${random.hex(224)}`

function imageXml(random: Random, { size, md5, shape, thumb }: Attachment): string {
  const key = random.hex(32)
  const attributes = {
    aeskey: key,
    encryver: 1,
    cdnthumbaeskey: key,
    cdnthumburl: random.hex(96),
    cdnthumblength: thumb.length,
    cdnthumbheight: shape.height,
    cdnthumbwidth: shape.width,
    cdnmidheight: 0,
    cdnmidwidth: 0,
    cdnhdheight: 0,
    cdnhdwidth: 0,
    cdnmidimgurl: random.hex(96),
    length: size,
    hdlength: 0,
    md5,
  }
  return `<?xml version="1.0"?>\n<msg>\n\t<img${xmlAttributes(attributes)} />\n</msg>\n`
}
