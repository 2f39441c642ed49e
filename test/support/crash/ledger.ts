import type { Sent } from '../../../src/emulator/index.js'
import { answersTo } from './answers.js'

/** What was said to the bot, and in which conversation. */
export interface Said {
  readonly id: string
  readonly chat: string
  readonly text: string
}

export interface Verdict {
  /** Messages that no handler was given. */
  readonly lost: readonly string[]
  /** Conversations in which messages first appeared in another order than they were said in. */
  readonly disordered: readonly string[]
  /** The most messages that one life was given although an earlier one had been. */
  readonly repeated: number
  /** Answers that never arrived. */
  readonly unanswered: readonly string[]
  /** Answers that arrived more than once, or under more than one ClientMsgId. */
  readonly doubled: readonly string[]
  /** Conversations in which answers arrived in another order than that of their messages. */
  readonly confused: readonly string[]
}

export const spotless: Omit<Verdict, 'repeated'> = {
  lost: [],
  disordered: [],
  unanswered: [],
  doubled: [],
  confused: [],
}

/** The promise, held against what all lives were given and what the server has got. */
export function judge(said: readonly Said[], lives: readonly (readonly string[])[], sent: readonly Sent[]): Verdict {
  const first = [...new Set(lives.flat())]
  const handled = new Set(first)
  const expected = said.flatMap(({ text }) => answersTo(text))
  const texts = sent.map(({ text }) => text)
  const arrived = new Set(texts)
  const chats = [...new Set(said.map(({ chat }) => chat))]
  const idsOf = (chat: string): readonly string[] => said.flatMap((one) => (one.chat === chat ? [one.id] : []))
  const answersOf = (chat: string): readonly string[] =>
    said.flatMap((one) => (one.chat === chat ? answersTo(one.text) : []))
  return {
    lost: said.flatMap(({ id }) => (handled.has(id) ? [] : [id])),
    disordered: chats.filter((chat) => !inOrder(idsOf(chat), first)),
    repeated: mostRepeated(lives),
    unanswered: expected.filter((text) => !arrived.has(text)),
    doubled: [...twice(texts), ...twice(sent.map(({ clientMsgId }) => clientMsgId))],
    confused: chats.filter((chat) => !inOrder(answersOf(chat), texts)),
  }
}

/** Whether those of `wanted` that are in `list` stand there in their order. */
function inOrder(wanted: readonly string[], list: readonly string[]): boolean {
  const place = new Map(wanted.map((one, at) => [one, at]))
  const places = list.flatMap((one) => place.get(one) ?? [])
  return places.every((at, index) => index === 0 || at > (places[index - 1] ?? 0))
}

function twice(list: readonly string[]): readonly string[] {
  const seen = new Set<string>()
  return list.filter((one) => seen.has(one) || !seen.add(one))
}

function mostRepeated(lives: readonly (readonly string[])[]): number {
  const seen = new Set<string>()
  return lives.reduce((most, life) => {
    const repeated = life.filter((id) => seen.has(id)).length
    for (const id of life) seen.add(id)
    return Math.max(most, repeated)
  }, 0)
}
