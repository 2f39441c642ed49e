import { concatMap, map } from 'rxjs'
import { bindIdentity, type Identity } from 'rxwx'
import type { ExitCode } from './exit-code.js'
import { jsonLine } from './json-line.js'
import { print, say } from './output.js'
import type { StoreChoice } from './settings.js'
import { visible } from './visible.js'
import { withStore } from './with-store.js'

export interface IdentitiesOptions extends StoreChoice {
  readonly json?: true
}

/** `rxwx identities`: the own ids of everybody, and whether the latest login has found them. */
export const listIdentities = (options: IdentitiesOptions): void =>
  withStore(options, (store) =>
    store.load().pipe(
      map(({ identities, epoch }): ExitCode => {
        for (const one of identities) {
          const identity = identityJson(one, epoch)
          print(options.json ? jsonLine(identity) : identityLine(identity))
        }
        return 0
      }),
    ),
  )

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

interface Shown {
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly remark?: string
  readonly alias: string
  readonly present: boolean
  readonly boundTo?: string
  /** Who it likely is. */
  readonly likely?: string
}

const identityJson = (one: Identity, epoch: number): Shown => ({
  id: one.id,
  kind: one.kind,
  name: one.nickName,
  ...(one.remarkName === '' ? {} : { remark: one.remarkName }),
  alias: one.alias,
  present: one.epoch === epoch && one.boundTo === undefined,
  ...(one.boundTo === undefined ? {} : { boundTo: one.boundTo }),
  ...(one.likely === undefined ? {} : { likely: one.likely }),
})

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
