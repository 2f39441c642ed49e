import type { Contact, RawContact } from '../protocol/contact.js'
import type { Book } from './contacts/contacts-state.js'

/** Contacts by what they are called: the classes of names in the order in which they decide. */
export interface NameIndex {
  readonly byRemark: (name: string) => readonly RawContact[]
  readonly byNickNameOrAlias: (name: string) => readonly RawContact[]
}

/**
 * Made at the first question about one state of the book. Without it each look-up reads the whole
 * book: 10,000 sends by name to a book of 5,000 blocked the process for seconds.
 */
export function createNameIndex(book: Book, decode: (raw: RawContact) => Contact): NameIndex {
  let tables: { readonly remarks: Table; readonly others: Table } | undefined
  const made = (): { readonly remarks: Table; readonly others: Table } => {
    tables ??= tablesOf(book, decode)
    return tables
  }
  return {
    byRemark: (name) => made().remarks.get(name) ?? [],
    byNickNameOrAlias: (name) => made().others.get(name) ?? [],
  }
}

type Table = Map<string, RawContact[]>

function tablesOf(book: Book, decode: (raw: RawContact) => Contact) {
  const remarks: Table = new Map()
  const others: Table = new Map()
  for (const raw of book.values()) {
    const { remarkName, nickName, alias } = decode(raw)
    put(remarks, remarkName, raw)
    put(others, nickName, raw)
    if (alias !== nickName) put(others, alias, raw)
  }
  return { remarks, others }
}

function put(table: Table, name: string, raw: RawContact): void {
  if (name === '') return
  const there = table.get(name)
  if (there === undefined) table.set(name, [raw])
  else there.push(raw)
}
