import type { Identity } from 'rxwx'

/** An own id as `rxwx identities --json` prints it. */
export interface Shown {
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

export const identityJson = (one: Identity, epoch: number): Shown => ({
  id: one.id,
  kind: one.kind,
  name: one.nickName,
  ...(one.remarkName === '' ? {} : { remark: one.remarkName }),
  alias: one.alias,
  present: one.epoch === epoch && one.boundTo === undefined,
  ...(one.boundTo === undefined ? {} : { boundTo: one.boundTo }),
  ...(one.likely === undefined ? {} : { likely: one.likely }),
})
