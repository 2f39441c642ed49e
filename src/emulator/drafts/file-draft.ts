import type { Attachment } from '../attachment.js'
import type { Draft } from '../deliver.js'
import { encryFileName } from '../encry-file-name.js'
import type { Random } from '../random.js'
import { shelfKeys } from '../shelf.js'
import { appDraft, elements } from './app-draft.js'

/** MsgType 49 with AppMsgType 6: the file is fetched by its MediaId, and forwarded by the attachid of its XML. */
export function fileDraft(random: Random, attachment: Attachment, wxid: string): Draft {
  const { name, size, md5 } = attachment
  const mediaId = `@crypt_${random.hex(8)}_${random.hex(256)}`
  const key = random.hex(32)
  const attachId = `@cdn_${random.hex(96)}_${key}_1`
  const attach = elements({
    totallen: size,
    attachid: attachId,
    emoticonmd5: '',
    fileext: extension(name),
    aeskey: key,
    encryver: 0,
  })
  const fields = { FileSize: String(size), MediaId: mediaId, EncryFileName: encryFileName(name) }
  const inner = `\t\t<appattach>\n${attach}\t\t</appattach>\n${elements({ md5 })}`
  const draft = appDraft({ type: 6, title: name, wxid, inner, fields })
  return {
    ...draft,
    // Files end in an escaped line break and a raw one.
    content: draft.content.replace(/<br\/>$/, '&lt;br/&gt;<br/>'),
    media: { attachment, keys: [shelfKeys.media(mediaId), shelfKeys.media(attachId)] },
  }
}

/** Without the full stop; '' where there is none. */
const extension = (name: string): string => /\.([^.]{1,20})$/.exec(name)?.[1] ?? ''
