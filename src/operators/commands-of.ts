import { EMPTY, isObservable, type Observable, of } from 'rxjs'
import type { Command } from '../actors/command.js'

/** What is to be done next: nothing, one thing, several, or what comes over time (another question, for one). */
export type Next = Command | readonly Command[] | Observable<Command> | undefined

export function commandsOf(next: Next): Observable<Command> {
  if (next === undefined) return EMPTY
  if (isObservable(next)) return next
  return isList(next) ? of(...next) : of(next)
}

const isList = (next: Command | readonly Command[]): next is readonly Command[] => Array.isArray(next)
