import { type ListOptions, listContacts } from './list-contacts.js'
import { visible } from './visible.js'

/** `rxwx contacts`: the address book. */
export const contacts = (options: ListOptions): void =>
  listContacts(options, { kind: 'all', query: '' }, ({ id, kind, name, remark }) =>
    [id, kind, name, ...(remark === undefined ? [] : [remark])].map((field) => visible(`${field}`)).join('\t'),
  )
