import type { Entry, Identity, Saved } from '../index.js'

export const entry = (seq: number): Entry => ({
  seq,
  epoch: 1,
  id: `id ${seq}`,
  raw: { MsgId: `${seq}`, Content: '你好 😀\u0000"' },
})
export const entries = (first: number, end: number): readonly Entry[] =>
  Array.from({ length: end - first + 1 }, (_, index) => entry(first + index))
export const person = (id: string, nickName: string): Identity => ({
  id,
  kind: 'person',
  remarkName: '',
  alias: '',
  nickName,
  epoch: 1,
  userName: '@a',
})
export const session = {
  uin: '1',
  sid: 'a+/=',
  skey: '@crypt_1',
  passTicket: '%2B',
  deviceId: 'e1',
  profile: 'web',
  web: 'https://wx.qq.com',
} as const
export const keysOfDigits = {
  sync: { Count: '1', List: [{ Key: '2', Val: '700723000' }] },
  check: { Count: '1', List: [{ Key: '2', Val: '700723000' }] },
}
export const keys = {
  sync: { Count: 1, List: [{ Key: 1, Val: 2 }] },
  check: { Count: 1, List: [{ Key: 1, Val: '9007199254740993' }] },
}

/** What a new store holds. */
export const nothing: Saved = {
  epoch: 0,
  cookies: [],
  seen: [],
  entries: [],
  lastSeq: 0,
  identities: [],
  clientMsgId: '',
  outbox: [],
  dead: [],
  states: [],
}

export const outgoing = (clientMsgId: string, text: string): Saved['outbox'][number] => ({
  clientMsgId,
  key: `key ${clientMsgId}`,
  to: 'p_1',
  content: { type: 'text', text },
})
export const conversation = (id: string, state: unknown): Saved['states'][number] => ({
  consumer: 'poll',
  conversation: id,
  state,
})
export const letter = (seq: number): Saved['dead'][number] => ({
  ...entry(seq),
  consumer: 'mail',
  reason: 'no',
  attempts: 3,
  time: 1,
})

export const sendKey = (key: string, content = 'x'): NonNullable<Saved['sendKeys']>[number] => ({
  key,
  to: 'p_1',
  content,
  time: 1,
  clientMsgId: '17000000000000001',
  outcome: 'accepted',
  msgId: '7',
})
