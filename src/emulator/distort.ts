import type { Answer } from './answer.js'
import { onJson, onMessages, onText } from './damage.js'
import { isList, isObject, type Json, type JsonObject } from './wire-json.js'

/** Numbers and digits are the same to a server in PHP's shape: every number becomes a string. */
const asStrings = (value: Json): Json => {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  if (isList(value)) return value.map(asStrings)
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, asStrings(inner)]))
    : value
}

export const stringNumbers = onJson((value) => asStrings(value) as JsonObject)

/** Every empty list, however deep, becomes something else; `undefined` leaves it out. */
const emptyListsAs = (instead: null | undefined) => {
  const change = (value: Json): Json => {
    if (isList(value)) return value.length === 0 ? instead : value.map(change)
    return isObject(value)
      ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, change(inner)]))
      : value
  }
  return onJson((value) => change(value) as JsonObject)
}

export const nullLists = emptyListsAs(null)

export const missingLists = emptyListsAs(undefined)

/** What a message cannot do without. */
const needed = [
  'MsgId',
  'NewMsgId',
  'FromUserName',
  'ToUserName',
  'MsgType',
  'Content',
  'CreateTime',
  'StatusNotifyCode',
  'StatusNotifyUserName',
]

export const bareMessages = onMessages((messages) =>
  changedEach(messages, (message) =>
    Object.fromEntries(Object.entries(message).filter(([name]) => needed.includes(name))),
  ),
)

export const unknownTypes = onMessages((messages) =>
  changedEach(messages, (message) => ({ ...message, MsgType: 4_242 })),
)

export const withoutMsgId = onMessages((messages) => changedEach(messages, (message) => ({ ...message, MsgId: '' })))

/** Known to no list of contacts. Rooms stay: their members write under names of their own. */
export const fromNobody = onMessages((messages) =>
  messages.some(isFromPerson)
    ? changedEach(messages, (message) =>
        isFromPerson(message) ? { ...message, FromUserName: `@${'0'.repeat(32)}` } : message,
      )
    : undefined,
)

const isFromPerson = (message: Json): boolean => isObject(message) && /^@[^@]/.test(String(message.FromUserName))

const tenYears = 10 * 365 * 86_400

export const inTenYears = onMessages((messages) =>
  changedEach(messages, (message) => ({ ...message, CreateTime: Number(message.CreateTime) + tenYears })),
)

export const atTheEpoch = onMessages((messages) => changedEach(messages, (message) => ({ ...message, CreateTime: 0 })))

const changedEach = (
  messages: readonly Json[],
  change: (message: JsonObject) => JsonObject,
): readonly Json[] | undefined =>
  messages.length === 0 ? undefined : messages.map((message) => (isObject(message) ? change(message) : message))

export const wrongCounts = onJson((value) => {
  const counts = Object.keys(value).filter((name) => /^(?:AddMsg|ModContact|DelContact|Member)?Count$/.test(name))
  return counts.length === 0 ? undefined : { ...value, ...Object.fromEntries(counts.map((name) => [name, 7_777])) }
})

export const alwaysMore = onJson((value) => ('ContinueFlag' in value ? { ...value, ContinueFlag: 1 } : undefined))

export const neverMore = onJson((value) => (value.ContinueFlag === 1 ? { ...value, ContinueFlag: 0 } : undefined))

/** Both keys, where they lie far enough from the beginning. */
export const backwards = onJson((value) => {
  const keys = ['SyncKey', 'SyncCheckKey'].filter((name) => isObject(value[name]) && isList(value[name].List))
  return keys.length === 0 || !isList(value.AddMsgList) || value.AddMsgList.length === 0
    ? undefined
    : { ...value, ...Object.fromEntries(keys.map((name) => [name, lowered(value[name])])) }
})

const lowered = (key: Json): Json => {
  const { List, ...rest } = isObject(key) ? key : {}
  const pairs = isList(List) ? List : []
  return {
    ...rest,
    List: pairs.map((pair) =>
      isObject(pair) && pair.Key === 2 ? { ...pair, Val: Math.max(0, Number(pair.Val) - 40) } : pair,
    ),
  }
}

export const bareContacts = onJson((value) => {
  const bare = listsOfContacts.flatMap((name) => {
    const list = value[name]
    const entries = isList(list) ? list.filter(isObject) : []
    return entries.length === 0 ? [] : [[name, entries.map(({ UserName }) => ({ UserName }))] as const]
  })
  return bare.length === 0 ? undefined : { ...value, ...Object.fromEntries(bare) }
})

const listsOfContacts = ['ModContactList', 'ContactList', 'MemberList']

export const doubledContacts = onJson((value) => {
  const changed = listsOfContacts.flatMap((name) => {
    const list = value[name]
    return isList(list) && list.length > 0 ? [[name, [...list, ...list]] as const] : []
  })
  return changed.length === 0 ? undefined : { ...value, ...Object.fromEntries(changed) }
})

/** Keys that would reach into every object of a careless reader. */
export const prototypeKeys = onText((text) =>
  text.trimStart().startsWith('{')
    ? text.replace('{', '{"__proto__": {"polluted": true, "Ret": 1}, "constructor": {"prototype": {"polluted": true}},')
    : undefined,
)

export const trailingGarbage = onText((text) => `${text}<script src="http://ads.isp.example/inject.js"></script>`)

export const nulPadded = onText((text) => `${text}\u0000\u0000\u0000`)

export const withoutSelector = onText((text) =>
  text.includes('selector') ? text.replace(/,\s*selector:"\d*"/, '') : undefined,
)

/** Bytes that are no UTF-8, where a text may stand. */
export const invalidUtf8 = (answer: Answer): Answer | undefined => {
  const { body } = answer
  const changed = onText((text) =>
    text.includes('"ErrMsg": ""') ? text.replace('"ErrMsg": ""', '"ErrMsg": "\u0001"') : undefined,
  )(answer, undefined as never)
  if (changed === undefined || body.type === 'bytes' || changed.body.type !== 'text') return undefined
  const bytes = new TextEncoder().encode(changed.body.value).map((byte) => (byte === 1 ? 0xff : byte))
  return { ...changed, body: { type: 'bytes', value: bytes } }
}

export const withoutCookies = (answer: Answer): Answer | undefined =>
  answer.setCookies.length === 0 ? undefined : { ...answer, setCookies: [] }

export const cookieFlood = (answer: Answer): Answer => ({
  ...answer,
  setCookies: [...answer.setCookies, ...Array.from({ length: 400 }, (_, n) => `flood${n}=${'x'.repeat(100)}; Path=/`)],
})

export const foreignCookies = (answer: Answer): Answer => ({
  ...answer,
  setCookies: [
    ...answer.setCookies,
    'wxsid=stolen; Domain=evil.example; Path=/',
    'wxsid=stolen; Domain=com; Path=/',
    'wxuin=1; Domain=.wx.qq.com.evil.example; Path=/',
  ],
})

export const wrongContentType = (answer: Answer): Answer => ({
  ...answer,
  headers: { ...answer.headers, 'content-type': 'application/octet-stream; charset=gb2312' },
})

const ofBytes =
  (length: (whole: number) => number) =>
  (answer: Answer): Answer | undefined => {
    const { body } = answer
    if (body.type !== 'bytes' || body.value.length === 0) return undefined
    return { ...answer, body: { type: 'bytes', value: body.value.subarray(0, length(body.value.length)) } }
  }

export const withoutBytes = ofBytes(() => 0)

export const halfOfBytes = ofBytes((whole) => Math.floor(whole / 2))

/** A part that says that it is everything. */
export const asWhole = (answer: Answer): Answer => {
  const { 'content-range': _, ...headers } = answer.headers
  return { ...answer, status: answer.status === 206 ? 200 : answer.status, headers }
}
