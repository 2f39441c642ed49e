import { arrives } from './utf8.js'

/** The fields of a JSON object. */
export type Fields = Readonly<Record<string, unknown>>

export const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Keys and ids are strings; a number is taken as its digits, as long as those are exact. */
export const idOf = (value: unknown): string | undefined => {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? `${value}` : undefined
  return typeof value === 'string' && value !== '' ? value : undefined
}

const isText = (value: unknown): boolean => typeof value === 'string' && arrives(value)
const isId = (value: unknown): boolean => value === '' || idOf(value) !== undefined
const isFlag = (value: unknown): boolean => typeof value === 'boolean'
const isTooOften = (value: unknown): boolean => value === 'wait' || value === 'refuse'
const isContactKind = (value: unknown): boolean => value === 'all' || value === 'friend' || value === 'room'
const isList = (value: unknown): boolean => Array.isArray(value) && value.every(isText)

interface Kind {
  readonly holds: (value: unknown) => boolean
  readonly says: string
}

const text: Kind = { holds: isText, says: 'a text, without NUL and without half of a surrogate pair' }
const id: Kind = { holds: isId, says: 'a text, or a whole number of at most 15 digits' }
const flag: Kind = { holds: isFlag, says: 'true or false' }
const list: Kind = { holds: isList, says: 'a list of texts' }
const message: Kind = { holds: isRecord, says: 'a message as it was printed' }
const tooOften: Kind = { holds: isTooOften, says: '"wait" or "refuse"' }
const contactKind: Kind = { holds: isContactKind, says: '"all", "friend" or "room"' }

type Table = Readonly<Record<string, Kind>>

const media: Table = { file: text, image: text, video: text, gif: text, media: text, name: text }
const wish: Table = { text, ...media, key: id, tooOften, progress: flag }
const file: Table = { dir: text, key: id }
const operation: Table = { key: id }

/** What each command takes. The fields of a printed message are those of the version that printed it, and are not checked. */
const commands: Readonly<Record<string, Table>> = {
  send: { to: id, ...wish },
  reply: { id, ...wish },
  revoke: { key: id, id, msgId: id, to: id },
  contacts: { kind: contactKind, query: text, key: id },
  bind: { present: text, id: text, key: id },
  download: { id: text, message, ...file, thumbnail: flag },
  avatar: { of: text, room: text, ...file, small: flag },
}

const room: Table = { ...operation, room: text }

const operations: Readonly<Record<string, Table>> = {
  remark: { ...operation, contact: text, name: text },
  pin: { ...operation, contact: text, pinned: flag },
  markRead: { ...operation, conversation: text },
  accept: { ...operation, id: text, message },
  befriend: { ...operation, who: text, greeting: text },
  createRoom: { ...operation, members: list, topic: text },
  invite: { ...room, members: list },
  remove: { ...room, members: list },
  renameRoom: { ...room, topic: text },
  leaveRoom: room,
}

/** Says what is wrong with the fields of a command: one that is not known, or holds something else. Undefined where all are right. */
export const problemWithFields = (command: string, fields: Fields): string | undefined =>
  problemIn(command, tableOf(commands, command), fields)

/** The same for an operation, by its type; one of an unknown type has no fields to check. */
export const problemWithOperation = ({ type, ...fields }: Fields): string | undefined =>
  typeof type === 'string' ? problemIn(type, tableOf(operations, type), fields) : undefined

const tableOf = (tables: Readonly<Record<string, Table>>, name: string): Table | undefined =>
  Object.hasOwn(tables, name) ? tables[name] : undefined

function problemIn(command: string, table: Table | undefined, fields: Fields): string | undefined {
  if (table === undefined) return undefined
  const unknown = Object.keys(fields).filter((name) => !Object.hasOwn(table, name))
  if (unknown.length > 0)
    return `"${command}" has no ${named(unknown, 'field')}; it takes ${listed(Object.keys(table))}`
  const wrong = Object.keys(fields).find((name) => isGiven(fields[name]) && table[name]?.holds(fields[name]) === false)
  return wrong === undefined ? undefined : `"${wrong}" of "${command}" is ${table[wrong]?.says}`
}

/** Many languages write null for a field that is left out. */
export const isGiven = (value: unknown): boolean => value !== undefined && value !== null

const listed = (names: readonly string[]): string => names.map((name) => JSON.stringify(name)).join(', ')

/** `field "at"`, `fields "at", "when"` */
export const named = (names: readonly string[], what: string): string =>
  `${what}${names.length === 1 ? '' : 's'} ${listed(names)}`
