import { forkJoin, from, mergeMap, type Observable } from 'rxjs'
import { openStore, type Saved, type StoreDirectory } from 'rxwx'
import { identityJson, type Shown } from './identity-json.js'
import { type LetterJson, letterJson } from './letter-json.js'
import { type StoreChoice, storeSettings } from './settings.js'

/** What can be read of a store without a change to it. */
export interface Looks {
  /** What it holds, in numbers; no text and no secret of it. */
  readonly info: Readonly<Record<string, string | number>>
  /** `mended`: there were holes, and the opening let them pass. */
  readonly verify: { readonly kept: number; readonly waiting: number; readonly mended: boolean }
  readonly dead: LetterJson
  readonly identities: Shown
}

export type Look = keyof Looks

/** What a store holds, and how. */
export interface Held {
  readonly saved: Saved
  readonly accounts: readonly string[]
  readonly encrypted: boolean
}

/** What each look finds, one object a line. */
const found: { readonly [What in Look]: (held: Held) => readonly Looks[What][] } = {
  info: (held) => [numbersOf(held)],
  verify: ({ saved: { lastSeq, entries, gap } }) => [
    { kept: lastSeq, waiting: entries.length, mended: gap !== undefined },
  ],
  dead: ({ saved }) => saved.dead.map(letterJson),
  identities: ({ saved }) => saved.identities.map((one) => identityJson(one, saved.epoch)),
}

export const isLook = (value: unknown): value is Look => typeof value === 'string' && Object.hasOwn(found, value)

/** Emits the objects of a look, then `{ type: 'end' }`: without it these are not all. */
export const lookAnswers = (what: Look, held$: Observable<Held>): Observable<object> =>
  held$.pipe(mergeMap((held) => from([...found[what](held), { type: 'end' }])))

/** What the store holds, with the account as `saved$` reads it. */
export const heldIn = (directory: StoreDirectory, saved$: Observable<Saved>): Observable<Held> =>
  forkJoin({ saved: saved$, accounts: directory.accounts(), encrypted: directory.isEncrypted() })

/** What the store of a bot of this process holds; undefined where it has none on disk. */
export function heldByBot(choice: StoreChoice): Observable<Held> | undefined {
  const { store } = choice
  if (store === undefined) return undefined
  const { account, holes: _, ...options } = storeSettings(choice)
  const directory = openStore(store, options)
  return heldIn(directory, directory.look(account))
}

const numbersOf = ({ saved, accounts, encrypted }: Held): Looks['info'] => ({
  accounts: accounts.join(', '),
  encrypted: encrypted ? 'yes' : 'no',
  session: saved.session === undefined ? 'none' : saved.session.profile,
  logins: saved.epoch,
  kept: saved.lastSeq,
  waiting: saved.entries.length,
  outbox: saved.outbox.length,
  dead: saved.dead.length,
  conversations: saved.states.length,
  identities: saved.identities.length,
  seen: saved.seen.length,
})
