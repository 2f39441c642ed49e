import { concatMap, map, type Observable, toArray } from 'rxjs'
import { bindIdentity, type Store } from 'rxwx'
import { askFirst, silentLine } from './ask-first.js'
import type { ExitCode } from './exit-code.js'
import type { Shown } from './identity-json.js'
import { exit, say } from './output.js'
import type { StoreChoice } from './settings.js'
import { showLook } from './show-look.js'
import { whenStopped } from './stop-asked.js'
import { visible } from './visible.js'
import { withStore } from './with-store.js'

export interface IdentitiesOptions extends StoreChoice {
  readonly json?: true
}

/** `rxwx identities`: the own ids of everybody, and whether the latest login has found them. */
export const listIdentities = (options: IdentitiesOptions): void => showLook(options, 'identities', identityLine)

/** `rxwx identities bind`: says that somebody who is present is somebody known. A listener that runs on the store does it. */
export function bindIdentities(present: string, id: string, options: IdentitiesOptions): void {
  whenStopped('nothing was bound')
  const asked$ = askFirst(options, { bind: { present, id } }, silentLine('it may still bind them'), () =>
    whenStopped('the listener may still bind them'),
  )
  asked$.pipe(toArray()).subscribe((answer) => {
    if (answer.includes(undefined)) return withStore(options, (store) => bindIn(store, present, id))
    exit(boundBy(answer.at(-1)))
  })
}

const bindIn = (store: Store, present: string, id: string): Observable<ExitCode> =>
  store.load().pipe(
    concatMap((saved) => {
      const changes = bindIdentity(saved, present, id)
      return store.commit(changes ?? {}).pipe(map(() => (changes === undefined ? unbound() : 0)))
    }),
  )

/** What the listener has made of it; without an answer nobody knows. */
function boundBy(line: string | undefined): ExitCode {
  const { outcome, kind, reason } = JSON.parse(line ?? '{}') as Readonly<Record<string, unknown>>
  if (outcome === 'done') return 0
  if (kind === 'argument') return unbound()
  say(`rxwx: ${typeof reason === 'string' ? visible(reason) : 'the listener ended before it had answered; ask again'}`)
  return 1
}

function unbound(): ExitCode {
  say(
    'rxwx: both ids have to be known and of one kind, and the first one found by the latest login; see "rxwx identities"',
  )
  return 2
}

const identityLine = ({ id, name, remark, alias, present, boundTo, likely }: Shown): string => {
  const found = present ? 'present' : 'not found'
  const unbound = likely === undefined ? found : `${found}, likely ${likely}`
  const state = boundTo === undefined ? unbound : `is ${boundTo}`
  return [
    id,
    visible(name),
    ...(remark === undefined ? [] : [visible(remark)]),
    ...(alias === '' ? [] : [visible(alias)]),
    state,
  ].join('  ')
}
