import type { Answer } from './answer.js'
import { readJson } from './authorise.js'
import type { Request } from './request.js'
import { isList, type Json, type JsonObject, wireJson } from './wire-json.js'

/** Undefined where the answer is none of those that the fault is about. */
export type Damage = (answer: Answer, request: Request) => Answer | undefined

export const onText =
  (change: (text: string) => string | undefined): Damage =>
  (answer) => {
    const { body } = answer
    if (body.type === 'bytes') return undefined
    const value = change(body.type === 'json' ? wireJson(body.value) : body.value)
    return value === undefined ? undefined : { ...answer, body: { type: 'text', value } }
  }

export const onJson =
  (change: (value: JsonObject, request: Request) => JsonObject | undefined): Damage =>
  (answer, request) => {
    const { body } = answer
    const value = body.type === 'json' ? change(body.value, request) : undefined
    return value === undefined ? undefined : { ...answer, body: { type: 'json', value } }
  }

export const truncate = onText((text) => text.slice(0, Math.floor(text.length / 2)))

export const prependBom = onText((text) => `\uFEFF${text}`)

export const luring = onText((text) =>
  text.includes('window.redirect_uri')
    ? text.replace(/window\.redirect_uri="https?:\/\/([^/"]+)/, 'window.redirect_uri="https://$1.evil.example')
    : undefined,
)

const emptyKey: JsonObject = { Count: 0, List: [] }

export const emptyKeys = onJson((value) =>
  'SyncKey' in value ? { ...value, SyncKey: emptyKey, SyncCheckKey: emptyKey } : undefined,
)

export const unreadableKeys = onJson((value) =>
  'SyncKey' in value ? { ...value, SyncKey: {}, SyncCheckKey: {} } : undefined,
)

export const withoutKeys = onJson((value) =>
  'SyncKey' in value ? { ...value, SyncKey: undefined, SyncCheckKey: undefined } : undefined,
)

export const withoutCheckKey = onJson((value) =>
  'SyncCheckKey' in value ? { ...value, SyncCheckKey: undefined } : undefined,
)

export const staleKeys = onJson((value, request) => {
  const old = keyIn(readJson(request.body).SyncKey)
  return old === undefined ? undefined : { ...value, SyncKey: old, SyncCheckKey: old }
})

/** Of a parsed request: plain JSON again. */
function keyIn(key: unknown): JsonObject | undefined {
  if (typeof key !== 'object' || key === null || !('List' in key) || !isList(key.List)) return undefined
  return { Count: key.List.length, List: key.List }
}

export const onMessages = (change: (messages: readonly Json[]) => readonly Json[] | undefined): Damage =>
  onJson((value) => {
    const messages = isList(value.AddMsgList) ? change(value.AddMsgList) : undefined
    return messages === undefined ? undefined : { ...value, AddMsgCount: messages.length, AddMsgList: messages }
  })

export const doubled = onMessages((messages) => (messages.length === 0 ? undefined : [...messages, ...messages]))

export const reversed = onMessages((messages) => (messages.length < 2 ? undefined : [...messages].reverse()))

const nullable = ['AddMsgList', 'ModContactList', 'ContactList', 'MemberList']

/** One before and one after the entries of each list that is not empty. */
export const withNulls = onJson((value) => {
  const changed = nullable.flatMap((name) => {
    const list = value[name]
    return isList(list) && list.length > 0 ? [[name, [null, ...list, null]] as const] : []
  })
  return changed.length === 0 ? undefined : { ...value, ...Object.fromEntries(changed) }
})
