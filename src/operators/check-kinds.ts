import type { PartyKind } from '../actors/message.js'
import { checkChoice, unexpected } from '../check-argument.js'

/** Throws an `argument` failure for a kind that nobody has: nothing would ever be heard. */
export function checkKinds(name: string, kinds: unknown, choices: readonly PartyKind[]): void {
  if (!Array.isArray(kinds)) throw unexpected(name, 'a list of kinds', kinds)
  for (const kind of kinds) {
    if (kind === undefined) throw unexpected(name, 'a kind', kind)
    checkChoice(name, kind, choices)
  }
}
