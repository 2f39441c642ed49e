import { textAt, type XmlElement } from '../xml.js'
import type { MessageContent } from './content.js'
import type { Named } from './notice.js'
import { oneName } from './notice-names.js'

/** Somebody in a pat: by the name that was shown, or as the reader. */
export interface PatPerson extends Named {
  /** The real id; '' where the wire does not say. */
  readonly realId: string
}

type Pat = MessageContent & { readonly type: 'pat' }

const pats = /拍了?拍|tickled/

/** Longer texts are no pats (characters). */
const longest = 200

export const isPat = (text: string): boolean => text.length < longest && pats.test(text)

/** A pat as a text: `"Lin" 拍了拍我`, `"Lin" tickled me`. */
export const patInText = (text: string): Pat => ({ type: 'pat', text, ...peopleIn(text), content: text })

/** A pat of newer phones: real ids, and a template with them in it. */
export function patOf(element: XmlElement | undefined, title: string, content: string): Pat {
  const template = textAt(element, 'template')
  const { by, patted, suffix } = peopleIn(template || title)
  return {
    type: 'pat',
    text: title || filled(template),
    by: { ...by, realId: textAt(element, 'fromusername') || by.realId },
    patted: { ...patted, realId: textAt(element, 'pattedusername') || patted.realId },
    suffix: textAt(element, 'patsuffix') || suffix,
    content,
  }
}

interface People {
  readonly by: PatPerson
  readonly patted: PatPerson
  readonly suffix: string
}

/** Who did it, in quotes or without them; then to whom, and what the patted one wants added. */
const chinese = /^(["“”].+?["“”]|.+?)(?<!\s)\s*拍了?拍\s*(我|你|自己|["“”].+?["“”]|.*)(.*)$/s
const english =
  /^(["“”].+?["“”]|.+?) tickled (me|you|(?:my|your|him|her)self|themselves|["“”].+?["“”](?=\W|$)|.*)(.*)$/s

function peopleIn(text: string): People {
  const found = chinese.exec(text.trim()) ?? english.exec(text.trim())
  if (found === null) return { by: nobody, patted: nobody, suffix: '' }
  const [, doer = '', whom = '', suffix = ''] = found
  const by = personOf(doer)
  const patted = /^(?:自己|\w*self|themselves)$/.test(whom) ? by : personOf(whom)
  return { by, patted, suffix: suffix.trim() }
}

const nobody: PatPerson = { name: '', isSelf: false, realId: '' }

const readers: ReadonlySet<string> = new Set(['我', '你', 'I', 'me', 'You', 'you'])

/** In a template the real id stands in place of the name, as `${wxid_a}`. */
function personOf(name: string): PatPerson {
  if (readers.has(name.trim())) return { name: '', isSelf: true, realId: '' }
  const shown = oneName(name)
  const realId = /^\$\{([^{}]{1,100})\}$/.exec(shown.name)?.[1]
  return realId === undefined ? { ...shown, realId: '' } : { name: '', isSelf: false, realId }
}

const filled = (template: string): string => template.replace(/\$\{([^{}]{1,100})\}/g, '$1')
