import type { Named } from './notice.js'

/** The reader of a notice. */
export const self: Named = { name: '', isSelf: true }

const readers: ReadonlySet<string> = new Set(['你', 'you'])

/** One name, in quotes or without them. */
export function oneName(name = ''): Named {
  const bare = name
    .trim()
    .replace(/^["“”](.*)["“”]$/, '$1')
    .trim()
  return readers.has(bare.toLowerCase()) ? self : { name: bare, isSelf: false }
}

/** Names that each stand in quotes of their own end there, whatever is in them. */
const apart = /["“”](?:、|, and | and |, ?|，)["“”]/

const named = (names: readonly string[]): readonly Named[] =>
  names.map(oneName).filter(({ name, isSelf }) => isSelf || name !== '')

/** Chinese texts put 、 between names, and one pair of quotes around all of them. A comma is part of a name. */
export const chineseNames = (names = ''): readonly Named[] => named(split(names, /["“”]?、["“”]?/))

/** English texts of 2016 put 、 between names, those since 2018 a comma. An "and" is part of a name. */
export const englishNames = (names = ''): readonly Named[] =>
  named(split(names, names.includes('、') ? /["“”]?、["“”]?/ : /["“”]?, ?["“”]?/))

/** English texts name one person who was removed; templates of newer phones put 、 between several. */
export const removedNames = chineseNames

function split(names: string, between: RegExp): readonly string[] {
  const trimmed = names.trim()
  const inside = trimmed.replace(/^["“”](.*)["“”]$/, '$1')
  if (inside !== trimmed && apart.test(trimmed)) return inside.split(apart)
  return (/["“”]/.test(inside) ? trimmed : inside).split(between)
}
