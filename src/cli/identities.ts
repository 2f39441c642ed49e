import { concatMap, map } from 'rxjs'
import { bindIdentity } from 'rxwx'
import type { ExitCode } from './exit-code.js'
import type { Shown } from './identity-json.js'
import { say } from './output.js'
import type { StoreChoice } from './settings.js'
import { showLook } from './show-look.js'
import { visible } from './visible.js'
import { withStore } from './with-store.js'

export interface IdentitiesOptions extends StoreChoice {
  readonly json?: true
}

/** `rxwx identities`: the own ids of everybody, and whether the latest login has found them. */
export const listIdentities = (options: IdentitiesOptions): void => showLook(options, 'identities', identityLine)

/** `rxwx identities bind`: says that somebody who is present is somebody known. */
export const bindIdentities = (present: string, id: string, options: IdentitiesOptions): void =>
  withStore(options, (store) =>
    store.load().pipe(
      concatMap((saved) => {
        const changes = bindIdentity(saved, present, id)
        return store.commit(changes ?? {}).pipe(
          map((): ExitCode => {
            if (changes !== undefined) return 0
            say(
              'rxwx: both ids have to be known and of one kind, and the first one found by the latest login; see "rxwx identities"',
            )
            return 2
          }),
        )
      }),
    ),
  )

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
