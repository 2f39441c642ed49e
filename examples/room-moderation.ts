import { type Dialogue, type Message, reply, type Target, text } from 'rxwx'
import { runExample } from './run-example.js'

export interface Moderation {
  /** What nobody may write. In Chinese words, spaces and punctuation between the signs do not help. */
  readonly words: readonly string[]
  /** Who is told when warnings did not help: somebody, or the account's own file helper. */
  readonly owner: Target
}

/** Somebody who was warned in this room. */
interface Warned {
  readonly id: string
  readonly last: number
  /** What they were warned for, oldest first. */
  readonly said: readonly string[]
}

const warnings = 3

/** Who wrote nothing forbidden for a week was not warned. */
const memory = 7 * 24 * 3_600_000

/** So many people of a room are remembered; the one warned longest ago makes room. */
const limit = 500

/** Warns three times, in the room; whoever goes on is made known to the owner, with what they wrote, and begins anew. */
export const roomModeration = ({ words, owner }: Moderation): Dialogue<readonly Warned[]> => ({
  start: () => [],
  reduce: (all, message) => {
    const { room, from, time } = message
    if (room === undefined) return { state: undefined }
    const state = all.filter(({ last }) => last > time - memory)
    const line = lineOf(message)
    const word = words.find((one) => isIn(one, line))
    if (word === undefined) return { state }
    const before = state.find(({ id }) => id === from.id)
    const others = state.filter((one) => one !== before)
    const said = [...(before?.said ?? []), line.slice(0, 200)]
    if (said.length > warnings) {
      const quotes = said.map((one) => `> ${one.replace(/\s+/g, ' ')}`)
      return {
        state: others,
        commands: [text(owner, [`${from.name} (${room.name}) 屡劝不听 does not stop:`, ...quotes].join('\n'))],
      }
    }
    const warning = reply(message, `@${from.name} 请不要发「${word}」 please don't: ${said.length}/${warnings}`)
    return { state: [...others, { id: from.id, last: time, said }].slice(-limit), commands: [warning] }
  },
})

/** What a message shows to the room. */
function lineOf(message: Message): string {
  if (message.words !== '') return message.words
  return message.type === 'link' ? `${message.title} ${message.url}` : ''
}

function isIn(word: string, line: string): boolean {
  const plain = folded(line)
  const wanted = folded(word)
  if (/\p{Script=Han}/u.test(wanted)) return plain.replace(/[\s\p{P}\p{S}]/gu, '').includes(wanted)
  return plain.includes(wanted)
}

/** Full-width letters, capitals and signs that nobody sees make no difference. */
const folded = (line: string): string =>
  line
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .toLowerCase()

const { RXWX_WORDS = '兼职,刷单,加微信', RXWX_OWNER = 'filehelper' } = process.env

runExample(import.meta.url, {
  prepare: (bot) =>
    bot.converse(
      'room-moderation',
      roomModeration({ words: RXWX_WORDS.split(',').filter((word) => word.trim() !== ''), owner: RXWX_OWNER }),
    ),
})
