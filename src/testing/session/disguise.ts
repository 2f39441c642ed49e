import { shaped } from './shaped.js'
import { addressWords, noticePhrases, serviceAccounts } from './vocabulary.js'

/** Puts something made-up in the place of every word, always the same for the same one. */
export interface Disguise {
  /** One word. */
  readonly word: (word: string) => string
  /** Each word of a text; signs, line breaks and entities stay. */
  readonly text: (text: string) => string
  /** An address, a key or a ticket: words of the service stay, too. */
  readonly address: (text: string) => string
  /** A notice of the service: its phrases stay. */
  readonly notice: (text: string) => string
  /** UserNames, separated by commas: those of the service's own accounts stay. */
  readonly names: (text: string) => string
  readonly number: (value: number) => number
}

/** All that stays of a text: blanks, line breaks, and the signs of Latin and Chinese writing. */
const signs = String.raw`\t\n\r\u0020-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u007e\u00a0\u2005\u2013\u2014\u2018-\u201d\u2026\u3000-\u3002\u3008-\u3011\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f`

/** Line breaks, links, emoji and entities of a text, then the words, then emoji, then everything that is no sign: letters have many forms. */
const parts = new RegExp(
  [
    String.raw`<br\s?\/?>|<\/?a(?:\s[^<>]{0,2000})?>|<span class="emoji emoji[0-9a-fA-F]{4,16}"\s?>?<\/span>`,
    `&(?:amp|lt|gt|quot|apos|nbsp);|(?:%[0-9a-fA-F]{2})+`,
    String.raw`[\p{L}\p{N}\p{M}]+`,
    // Tags and joiners behind an emoji may spell a name.
    String.raw`\p{Extended_Pictographic}[\u200d\u{e0000}-\u{e007f}]*`,
    String.raw`[^\p{L}\p{N}\p{M}\p{Extended_Pictographic}${signs}]+`,
  ].join('|'),
  'gu',
)

/** The service's own are shorter. */
const longestNotice = 2_000

const startsWithSign = new RegExp(`^[${signs}]`, 'u')
const startsWithEmoji = /^\p{Extended_Pictographic}/u

/** `keep`: words that stay as they are, such as the commands of a bot. */
export function createDisguise(keep: ReadonlySet<string>): Disguise {
  const known = new Map<string, string>()
  const used = new Set<string>()
  let count = 0

  const invent = (word: string): string => {
    for (let tries = 0; tries < 50; tries += 1) {
      const made = shaped(word, count++)
      if (made !== word && !used.has(made) && !known.has(made)) return made
    }
    // So short that all of its shape are taken: two words share one.
    const shared = shaped(word, count++)
    return shared === word ? `${shared}x` : shared
  }
  const word = (one: string): string => {
    const before = known.get(one)
    if (before !== undefined) return before
    const made = invent(one)
    known.set(one, made)
    used.add(made)
    return made
  }
  const part =
    (stays: (one: string) => boolean) =>
    (one: string): string => {
      if (startsWithEmoji.test(one)) return '🙂'
      if (!startsWithSign.test(one)) return stays(one) ? one : word(one)
      if (one.startsWith('<a')) return '<a href="">'
      if (one.startsWith('<span')) return '<span class="emoji emoji1f642"></span>'
      if (one.startsWith('%')) return encoded(one, (plain) => plain.replace(parts, part(stays)))
      return one
    }
  const text = (given: string): string =>
    given.replace(
      parts,
      part((one) => keep.has(one)),
    )
  const isOfService = (name: string): boolean => serviceAccounts.has(name)
  return {
    word,
    text,
    address: (given) =>
      given.replace(
        parts,
        part((one) => addressWords.has(one)),
      ),
    notice: (given) => (given.length > longestNotice ? text(given) : aroundPhrases(given, text)),
    names: (given) =>
      given
        .split(',')
        .map((name) => (isOfService(name) ? name : text(name)))
        .join(','),
    number: (value) => numberLike(value, word),
  }
}

/** The exponent stays: a made-up one may be beyond what a number of JSON can hold. */
function numberLike(value: number, word: (digits: string) => string): number {
  const [digits = '', exponent] = `${value}`.split('e')
  const made = digits.replace(/\d+/g, (some) => (some === '0' ? '0' : word(some)))
  const number = Number(exponent === undefined ? made : `${made}e${exponent}`)
  return Number.isFinite(number) ? number : Math.sign(value)
}

/** Bytes in percent notation may be a name in Chinese, as well as the signs of a key. */
function encoded(bytes: string, disguised: (plain: string) => string): string {
  try {
    return encodeURIComponent(disguised(decodeURIComponent(bytes)))
  } catch {
    return 'x'.repeat(bytes.length / 3)
  }
}

function aroundPhrases(given: string, text: (part: string) => string): string {
  const found = noticePhrases.find((phrase) => given.includes(phrase))
  if (found === undefined) return text(given)
  const at = given.indexOf(found)
  return `${aroundPhrases(given.slice(0, at), text)}${found}${aroundPhrases(given.slice(at + found.length), text)}`
}
