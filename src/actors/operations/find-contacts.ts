import { stringOf } from '../../protocol/fields.js'
import type { Known } from '../address-book.js'

/**
 * Whom a query could mean, best first: who is called exactly so, then whose name begins with it, then whose name has it in it. Among
 * equals the remark counts before the nickname (of a room: its topic), that before the alias (WeChat id), and the pinyin last. Case and full-width forms make no difference.
 *
 * @example
 * bot.contacts$.subscribe((book) => console.log(findContacts(book.all(), 'wang').map(({ name }) => name)))
 */
export function findContacts(contacts: readonly Known[], query: string): readonly Known[] {
  const wanted = folded(query)
  if (wanted === '') return []
  const ranked = contacts.flatMap((contact) => {
    const rank = rankOf(contact, wanted)
    return rank === undefined ? [] : [{ contact, rank }]
  })
  return ranked.sort((one, other) => one.rank - other.rank).map(({ contact }) => contact)
}

/** Pinyin is written without spaces, and people write it with them. */
const folded = (text: string): string => text.normalize('NFKC').trim().toLowerCase()

function rankOf(contact: Known, wanted: string): number | undefined {
  const { remarkName, nickName, name, alias, raw } = contact
  const pinyin = [raw.RemarkPYQuanPin, raw.PYQuanPin, raw.RemarkPYInitial, raw.PYInitial].map(stringOf)
  const fields = [[remarkName], [nickName, name], [alias], pinyin]
  const joined = wanted.replace(/\s+/g, '')
  const ranks = fields.flatMap((texts, field) =>
    texts.flatMap((text) => {
      const match = matchOf(folded(text), field === 3 ? joined : wanted)
      return match === undefined ? [] : [match * fields.length + field]
    }),
  )
  return ranks.length === 0 ? undefined : Math.min(...ranks)
}

/** 0 is exact, 1 a beginning, 2 a part. */
function matchOf(text: string, wanted: string): number | undefined {
  if (text === wanted) return 0
  const at = text.indexOf(wanted)
  return at < 0 ? undefined : Math.min(at, 1) + 1
}
