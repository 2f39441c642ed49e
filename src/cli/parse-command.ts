import {
  type Fields,
  idOf,
  isGiven,
  isRecord,
  named,
  problemWithFields,
  problemWithOperation,
} from './command-fields.js'
import { type ContactsWanted, readContactsWanted } from './contact-lines.js'
import { notUtf8, tooLong } from './lines-of.js'
import { type FileCommand, readFileCommand } from './listener-files.js'
import { isLook, type Look } from './look.js'
import { type OperationCommand, readOperation } from './operation-command.js'
import { readWish, type Wish } from './wish.js'

/** A command as it is understood, or `bad` with the reason. Its answers carry `key`, where the caller gave one. */
export type ParsedCommand =
  | { readonly type: 'send'; readonly to: string; readonly wish: Wish; readonly key?: string }
  | { readonly type: 'reply'; readonly id: string; readonly wish: Wish; readonly key?: string }
  | { readonly type: 'revoke'; readonly what: string; readonly to?: string; readonly key?: string }
  | { readonly type: 'contacts'; readonly wanted: ContactsWanted; readonly key?: string }
  | { readonly type: 'operate'; readonly operation: OperationCommand; readonly key?: string }
  | (FileCommand & { readonly key?: string })
  | { readonly type: 'bind'; readonly present: string; readonly id: string; readonly key?: string }
  | { readonly type: 'look'; readonly what: Look; readonly key?: string }
  | { readonly type: 'ack' | 'nack'; readonly id: string; readonly key?: string }
  | { readonly type: 'bad'; readonly key: string | null; readonly why: string }

type Read = (value: unknown, key: string | undefined) => ParsedCommand | string

const readers: Readonly<Record<string, Read>> = {
  send: (value, key) => readSend('send', value, key),
  reply: (value, key) => readSend('reply', value, key),
  revoke: readRevoke,
  contacts: readContacts,
  download: (value, key) => readFile('download', value, key),
  avatar: (value, key) => readFile('avatar', value, key),
  operate: readOperate,
  bind: readBind,
  look: readLook,
  ack: (value, key) => readSettled('ack', value, key),
  nack: (value, key) => readSettled('nack', value, key),
}

const usage =
  'write {"send":{"to":…,"text":…}}, {"reply":{"id":…,"text":…}} or {"revoke":{"key":…}}; or "contacts", "download", "avatar", "operate", "bind", "look", "ack" or "nack"'

const bad = (why: string, key: string | null = null): ParsedCommand => ({ type: 'bad', key, why })

/** Reads one line. What is wrong with it is said by the name of the field. */
export function parseCommand(line: string): ParsedCommand {
  if (line === tooLong) return bad('this line is too long for a command')
  if (line === notUtf8) return bad('this line is not UTF-8: write it as UTF-8, or its other characters as \\u escapes')
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return bad(`this line is not JSON; ${usage}`)
  }
  return isRecord(value) ? readLine(value) : bad(usage)
}

function readLine(fields: Fields): ParsedCommand {
  const given = Object.keys(readers).filter((name) => isGiven(fields[name]))
  const [name = ''] = given
  const { [name]: value } = fields
  const key = idOf(fields.key) ?? (isRecord(value) ? idOf(value.key) : undefined)
  const refused = (why: string): ParsedCommand => bad(why, key ?? subjectOf(name, value) ?? null)
  const problem = problemWithLine(fields, given)
  if (problem !== undefined) return refused(problem)
  const read = readers[name]?.(value, key) ?? usage
  return typeof read === 'string' ? refused(read) : read
}

function problemWithLine(fields: Fields, given: readonly string[]): string | undefined {
  const unknown = Object.keys(fields).filter((name) => name !== 'key' && !Object.hasOwn(readers, name))
  if (unknown.length > 0) return `a command has no ${named(unknown, 'field')}; ${usage}`
  if (given.length > 1) return `one command a line, not ${given.map((one) => `"${one}"`).join(' and ')}`
  return isGiven(fields.key) && fields.key !== '' && idOf(fields.key) === undefined
    ? '"key" is a text, or a whole number of at most 15 digits'
    : undefined
}

/** The message or the person that a command is about: a refusal without a key is known by that. */
function subjectOf(name: string, value: unknown): string | undefined {
  if (name === 'ack' || name === 'nack') return idOf(value)
  if (!isRecord(value)) return undefined
  const { id, msgId, of, message } = value
  if (name === 'avatar') return idOf(of)
  if (name === 'download') return idOf(id) ?? (isRecord(message) ? idOf(message.id) : undefined)
  return name === 'reply' || name === 'revoke' ? (idOf(id) ?? idOf(msgId)) : undefined
}

const keyed = (key: string | undefined): { readonly key?: string } => (key === undefined ? {} : { key })

function readSend(type: 'send' | 'reply', fields: unknown, key: string | undefined): ParsedCommand | string {
  if (!isRecord(fields)) return usage
  const problem = problemWithFields(type, fields)
  if (problem !== undefined) return problem
  const own = idOf(fields.key)
  if (own !== undefined && own !== key) return `"key" is given twice; give it within "${type}"`
  const whom = idOf(type === 'send' ? fields.to : fields.id)
  if (whom === undefined) return `"${type}" needs ${type === 'send' ? '"to"' : '"id"'}`
  const wish = readWish(fields, key)
  if (typeof wish === 'string') return `"${type}" ${wish}`
  return type === 'send' ? { type, to: whom, wish, ...keyed(key) } : { type, id: whom, wish, ...keyed(key) }
}

/** Its own "key" is that of the send; the answer is known by the one beside it, where there are two. */
function readRevoke(fields: unknown, key: string | undefined): ParsedCommand | string {
  if (!isRecord(fields)) return usage
  const problem = problemWithFields('revoke', fields)
  if (problem !== undefined) return problem
  const what = idOf(fields.id) ?? idOf(fields.msgId) ?? idOf(fields.key)
  if (what === undefined) return '"revoke" needs the "key" of a send, or "id" and "to"'
  const to = idOf(fields.to)
  return { type: 'revoke', what, ...(to === undefined ? {} : { to }), ...keyed(key) }
}

function readContacts(value: unknown, key: string | undefined): ParsedCommand | string {
  const problem = isRecord(value) ? problemWithFields('contacts', value) : undefined
  if (problem !== undefined) return problem
  const wanted = readContactsWanted(value)
  return wanted === undefined ? usage : { type: 'contacts', wanted, ...keyed(key) }
}

function readOperate(fields: unknown, key: string | undefined): ParsedCommand | string {
  if (!isRecord(fields)) return usage
  const operation = problemWithOperation(fields) ?? readOperation(fields)
  return typeof operation === 'string' ? operation : { type: 'operate', operation, ...keyed(key) }
}

function readFile(type: FileCommand['type'], fields: unknown, key: string | undefined): ParsedCommand | string {
  if (!isRecord(fields)) return usage
  const command = problemWithFields(type, fields) ?? readFileCommand(type, fields)
  return typeof command === 'string' ? command : { ...command, ...keyed(key) }
}

function readBind(fields: unknown, key: string | undefined): ParsedCommand | string {
  if (!isRecord(fields)) return usage
  const problem = problemWithFields('bind', fields)
  if (problem !== undefined) return problem
  const present = idOf(fields.present)
  const known = idOf(fields.id)
  if (present === undefined || known === undefined) return '"bind" needs "present" and "id"'
  return { type: 'bind', present, id: known, ...keyed(key) }
}

function readLook(what: unknown, key: string | undefined): ParsedCommand | string {
  return isLook(what) ? { type: 'look', what, ...keyed(key) } : '"look" is "info", "verify", "dead" or "identities"'
}

function readSettled(type: 'ack' | 'nack', value: unknown, key: string | undefined): ParsedCommand | string {
  const id = idOf(value)
  return id === undefined ? `"${type}" needs the id of a message; ${usage}` : { type, id, ...keyed(key) }
}
