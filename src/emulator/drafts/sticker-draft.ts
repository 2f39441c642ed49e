import type { Attachment } from '../attachment.js'
import type { Draft } from '../deliver.js'
import type { Random } from '../random.js'
import { shelfKeys } from '../shelf.js'
import { wireXml } from '../wire-text.js'
import { xmlAttributes } from '../xml-text.js'

export interface StickerLook {
  readonly from: string
  readonly to: string
  /** Dice and rock-paper-scissors: what came up. */
  readonly game?: { readonly type: 1 | 2; readonly content: number }
}

/** MsgType 47. One of the store has neither Content nor bytes for a web client. */
export function stickerDraft(random: Random, attachment: Attachment, look: StickerLook): Draft {
  const { height, width } = attachment.shape
  const { inStore, md5 } = attachment
  return {
    type: 47,
    content: inStore ? '' : wireXml(stickerXml(random, attachment, look)),
    fields: { ImgStatus: 2, ImgHeight: height, ImgWidth: width, HasProductId: inStore ? 1 : 0 },
    media: { attachment, keys: [shelfKeys.md5(md5)] },
  }
}

function stickerXml(random: Random, { md5, size, shape }: Attachment, { from, to, game }: StickerLook): string {
  const attributes = {
    fromusername: from,
    tousername: to,
    type: game === undefined ? 2 : 1,
    idbuffer: 'media:0_0',
    md5,
    len: size,
    productid: '',
    androidmd5: md5,
    androidlen: size,
    cdnurl: `http://wxapp.tc.qq.com/262/20304/stodownload?m=${md5}&bizid=1023`,
    aeskey: random.hex(32),
    width: shape.width,
    height: shape.height,
  }
  const { type = 0, content = 0 } = game ?? {}
  return `<msg><emoji${xmlAttributes(attributes)}></emoji><gameext type="${type}" content="${content}"></gameext></msg>`
}
