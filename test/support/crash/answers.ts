/** What a message of this number is answered with: nothing, one text, or three that are settled one by one. */
export function answersTo(text: string): readonly string[] {
  const kind = kindOf(text)
  if (kind === 'silent') return []
  return kind === 'parts' ? ['a', 'b', 'c'].map((part) => `re ${text} ${part}`) : [`re ${text}`]
}

export type Kind = 'silent' | 'parts' | 'late' | 'prompt'

/** Messages are told apart by the number at their end. */
export function kindOf(text: string): Kind {
  const rest = Number(/\d+$/.exec(text)?.[0] ?? 0) % 8
  return rest < 2 ? 'silent' : rest === 2 ? 'parts' : rest === 3 ? 'late' : 'prompt'
}
