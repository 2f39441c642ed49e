import type { Attachment } from '../attachment.js'
import type { Draft } from '../deliver.js'
import type { Random } from '../random.js'
import { shelfKeys } from '../shelf.js'
import { wireXml } from '../wire-text.js'
import { xmlAttributes } from '../xml-text.js'
import { type ContentForm, contentToken } from './image-draft.js'

/** MsgType 34; `ms` is how long it plays. */
export function voiceDraft(random: Random, attachment: Attachment, ms: number, wxid: string, form: ContentForm): Draft {
  const content = form === 'token' ? contentToken(random) : wireXml(voiceXml(random, attachment, ms, wxid))
  return {
    type: 34,
    content,
    fields: { VoiceLength: ms },
    media: { attachment, keys: [shelfKeys.token(content)] },
  }
}

function voiceXml(random: Random, { size }: Attachment, ms: number, wxid: string): string {
  const attributes = {
    endflag: 1,
    cancelflag: 0,
    forwardflag: 0,
    voiceformat: 4,
    voicelength: ms,
    length: size,
    bufid: 0,
    clientmsgid: random.hex(32),
    fromusername: wxid,
  }
  return `<msg><voicemsg${xmlAttributes(attributes)} /></msg>`
}
