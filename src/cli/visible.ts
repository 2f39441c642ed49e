const pictures: Readonly<Record<string, string>> = { '\n': '⏎', '\r': '␍', '\t': '⇥', '\u001b': '␛', '\u007f': '␡' }

/**
 * Controls (C0, C1), ends of lines and paragraphs, annotations, and all that Unicode says has no look of its own: marks of direction, joiners, fillers,
 * spaces of no width, tags.
 */
const unseen = /[\p{Cc}\u2028\u2029\ufff9-\ufffb\p{Default_Ignorable_Code_Point}]/gu

/** They choose between two looks of the character before them. */
const choosesLook = /\p{Variation_Selector}/u

/** What a joiner may stand between: emoji, and letters of scripts that are written joined. */
const joined = /^[\p{L}\p{M}\p{Extended_Pictographic}]/u
const joins = /[\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}]$/u
const neverJoins =
  /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]$/u

/** The flag of a part of a country, such as Wales. */
const flag = /\u{1f3f4}[\u{e0030}-\u{e007a}]{1,10}\u{e007f}/gu

const isJoiner = (character: string): boolean => character === '\u200c' || character === '\u200d'

function isInPlace(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 2), at)
  return joins.test(before) && !neverJoins.test(before) && joined.test(text.slice(at + 1, at + 3))
}

function shown(character: string, at: number, text: string): string {
  const picture = pictures[character]
  if (picture !== undefined) return picture
  if (choosesLook.test(character) || (isJoiner(character) && isInPlace(text, at))) return character
  const code = (character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')
  return code.length > 4 ? `\\u{${code}}` : `\\u${code}`
}

/**
 * A text as it may be shown in a terminal: control characters, terminal escapes, what turns the direction of writing and what cannot be seen become visible
 * instead of taking effect. Letters of all scripts, and emoji, stay what they are.
 */
export function visible(text: string): string {
  const flags = text.match(flag)
  if (flags === null) return text.replace(unseen, shown)
  return text
    .split(flag)
    .map((part, index) => part.replace(unseen, shown) + (flags[index] ?? ''))
    .join('')
}
