import type { MessageContent, QuotedKind } from './content.js'

/** Phones write a quote for the web as `「NAME：QUOTED」`, a line of dashes, and the reply. */
const opening = '「'
const closing = '」'

/** The line between the two: dashes with blanks between them. */
const ruler = /^(?:-[ \u00a0]?){7,60}$/

/** A quote that is longer than this, up to its reply, is left a text (lines). */
const mostLines = 2_000

/** What stands for a message without words, in the language of the phone. */
const placeholders: Readonly<Record<string, QuotedKind>> = {
  图片: 'image',
  photo: 'image',
  image: 'image',
  视频: 'video',
  video: 'video',
  语音: 'voice',
  voice: 'voice',
  动画表情: 'emoticon',
  sticker: 'emoticon',
  文件: 'file',
  file: 'file',
  链接: 'link',
  link: 'link',
  位置: 'location',
  location: 'location',
  名片: 'card',
  聊天记录: 'chatHistory',
  'chat history': 'chatHistory',
  小程序: 'miniProgram',
  'mini program': 'miniProgram',
}

/** A quoting reply that came as a plain text; undefined for any other text. */
export function quoteInText(text: string): (MessageContent & { readonly type: 'quote' }) | undefined {
  if (!text.startsWith(opening)) return undefined
  const parts = partsOf(text)
  if (parts === undefined) return undefined
  const { name, quoted } = saidIn(parts.said)
  return {
    type: 'quote',
    text: parts.reply,
    quoted: { id: '', msgType: 0, kind: kindOf(quoted), name, realId: '', text: quoted, content: quoted },
    content: text,
  }
}

interface Parts {
  /** What stands between the brackets. */
  readonly said: string
  readonly reply: string
}

/** A quote may hold a quote: the line that counts is the first one before which all brackets are closed. */
function partsOf(text: string): Parts | undefined {
  const lines = text.split('\n', mostLines)
  let first: Parts | undefined
  let depth = 0
  for (const [index, line] of lines.entries()) {
    if (ruler.test(line.trim()) && (lines[index - 1] ?? '').trimEnd().endsWith(closing)) {
      const parts = cutAt(text, lines, index)
      if (depth === 0) return parts
      first ??= parts
    }
    depth += count(line, opening) - count(line, closing)
  }
  return first
}

function cutAt(text: string, lines: readonly string[], index: number): Parts {
  const before = lines.slice(0, index).join('\n')
  const reply = text.slice(before.length + 1 + (lines[index] ?? '').length + 1)
  return { said: before.trimEnd().slice(opening.length, -closing.length), reply: reply.trim() }
}

const count = (text: string, sign: string): number => text.split(sign).length - 1

/** A name may hold anything: the first colon is taken for its end. */
function saidIn(said: string): { readonly name: string; readonly quoted: string } {
  const found = /^([^\n]{1,100}?)(?:：|: )/.exec(said)
  return found === null
    ? { name: '', quoted: said.trim() }
    : { name: (found[1] ?? '').trim(), quoted: said.slice(found[0].length).trim() }
}

function kindOf(quoted: string): QuotedKind {
  const inside = /^\[([^[\]\n]{1,20})\]/.exec(quoted)?.[1]?.toLowerCase() ?? ''
  return Object.hasOwn(placeholders, inside) ? (placeholders[inside] ?? 'text') : 'text'
}
