/** Somebody who may be meant by a name in a room. */
export interface Mentionable {
  readonly userName: string
  readonly nickName: string
  /** The name in this room; '' where there is none. */
  readonly displayName: string
}

/** One `@name` of a text. */
export interface Found<M extends Mentionable = Mentionable> {
  /** As it stands in the text, without the `@`. */
  readonly name: string
  /** Where the `@` stands. */
  readonly at: number
  /** Everybody in the room. */
  readonly isEveryone: boolean
  /** Who has this name: nobody if it is not known, several if it is not clear who is meant. */
  readonly people: readonly M[]
}

/** Names by themselves, and their lengths, longest first. */
export interface MentionNames<M extends Mentionable = Mentionable> {
  readonly byName: ReadonlyMap<string, readonly M[]>
  readonly lengths: readonly number[]
}

/** More in one text are not looked at. */
const most = 100

/** Phones put a four-per-em space behind a mention, computers a space or nothing. */
const separator = /[\u2005\s]/

const everyone = /^(?:所有人|all)(?=[\u2005\s]|$)/i

/** The names under which the people of a room are mentioned. */
export function mentionNames<M extends Mentionable>(people: readonly M[]): MentionNames<M> {
  const byName = new Map<string, M[]>()
  for (const one of people)
    for (const name of new Set([one.displayName, one.nickName])) {
      const same = byName.get(name)
      if (same !== undefined) same.push(one)
      else if (name !== '') byName.set(name, [one])
    }
  return { byName, lengths: [...new Set([...byName.keys()].map(({ length }) => length))].sort((a, b) => b - a) }
}

/**
 * Who is mentioned in a text of a room. The message itself does not say, so names are compared: the longest that stands there, up to a separator. An `@`
 * behind which no known name stands is a mention only where a phone has marked its end.
 */
export function mentionsIn<M extends Mentionable>(text: string, names: MentionNames<M>): readonly Found<M>[] {
  const found: Found<M>[] = []
  for (let at = text.indexOf('@'); at >= 0 && found.length < most; at = text.indexOf('@', at + 1)) {
    const one = mentionAt(text, at, names)
    if (one === undefined) continue
    found.push(one)
    at += one.name.length
  }
  return found
}

function mentionAt<M extends Mentionable>(text: string, at: number, names: MentionNames<M>): Found<M> | undefined {
  const start = at + 1
  for (const length of names.lengths) {
    if (!endsAt(text, start + length)) continue
    const name = text.slice(start, start + length)
    const people = names.byName.get(name)
    if (people !== undefined) return { name, at, isEveryone: false, people }
  }
  const [all] = everyone.exec(text.slice(start, start + 10)) ?? []
  if (all !== undefined) return { name: all, at, isEveryone: true, people: [] }
  const [unknown] = /^[^@\n\u2005]{1,60}(?=\u2005)/.exec(text.slice(start, start + 61)) ?? []
  return unknown === undefined ? undefined : { name: unknown, at, isEveryone: false, people: [] }
}

/**
 * A text without the mentions that were found in it, and without the separator behind each. What stood on both sides of a mention stays
 * apart by one space.
 */
export function withoutMentions(text: string, found: readonly Found[]): string {
  let kept = ''
  let from = 0
  for (const { at, name } of found) {
    kept += text.slice(from, at)
    from = at + 1 + name.length
    if (!separator.test(text[from] ?? '') || text[from] === '\n') continue
    from += 1
    if (/\S$/.test(kept)) kept += ' '
  }
  return (kept + text.slice(from)).trim()
}

const endsAt = (text: string, end: number): boolean =>
  end === text.length || (end < text.length && separator.test(text[end] ?? ''))
