import { concatMap, map, type Observable } from 'rxjs'
import type { Changes, DeadLetter, Saved, Store } from 'rxwx'
import type { ExitCode } from './exit-code.js'
import type { LetterJson } from './letter-json.js'
import { say } from './output.js'
import type { StoreChoice } from './settings.js'
import { showLook } from './show-look.js'
import { visible } from './visible.js'
import { withStore } from './with-store.js'

export interface DeadOptions extends StoreChoice {
  readonly json?: true
}

/** `rxwx dead list`: what handlers refused for good, oldest first. */
export const listDead = (options: DeadOptions): void => showLook(options, 'dead', letterLine)

/** `rxwx dead retry`: hands each letter to its handler again at the next start, after what waits already. */
export const retryDead = (ids: readonly string[], options: DeadOptions): void => settle(ids, options, 'retry', again)

/** `rxwx dead drop`: forgets letters. */
export const dropDead = (ids: readonly string[], options: DeadOptions): void =>
  settle(ids, options, 'drop', (_, letters) => ({
    buried: letters.map(({ seq }) => seq),
    erase: true,
  }))

function again({ lastSeq, marks = [] }: Saved, letters: readonly DeadLetter[]): Changes {
  const entries = letters.map(({ epoch, id, raw }, index) => ({ seq: lastSeq + 1 + index, epoch, id, raw }))
  // The other consumers have settled the message before.
  const done = marks.flatMap(({ consumer, upTo }) => {
    const seqs = entries.flatMap(({ seq }, index) => (letters[index]?.consumer === consumer ? [] : [seq]))
    return seqs.length === 0 ? [] : [{ consumer, upTo, seqs }]
  })
  return { entries, buried: letters.map(({ seq }) => seq), ...(done.length === 0 ? {} : { done }) }
}

function settle(
  ids: readonly string[],
  options: DeadOptions,
  what: string,
  changes: (saved: Saved, letters: readonly DeadLetter[]) => Changes,
): void {
  withStore(options, (store) => store.load().pipe(concatMap((saved) => settleIn(store, saved, ids, what, changes))))
}

function settleIn(
  store: Store,
  saved: Saved,
  ids: readonly string[],
  what: string,
  changes: (saved: Saved, letters: readonly DeadLetter[]) => Changes,
): Observable<ExitCode> {
  const letters = ids.includes('all') ? saved.dead : saved.dead.filter(({ id }) => ids.includes(id))
  const unknown = ids.filter((id) => id !== 'all' && !saved.dead.some((letter) => letter.id === id))
  for (const id of unknown) say(`rxwx: there is no dead letter ${visible(id)}`)
  return store.commit(unknown.length > 0 || letters.length === 0 ? {} : changes(saved, letters)).pipe(
    map((): ExitCode => {
      if (unknown.length > 0) return 2
      say(`${what}: ${letters.length}`)
      return 0
    }),
  )
}

const letterLine = ({ id, consumer, reason, attempts, time }: LetterJson): string =>
  `${time}  ${id}  ${visible(consumer)}  ${attempts} tries  ${visible(reason)}`
