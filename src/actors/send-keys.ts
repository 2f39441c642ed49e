import { fingerprint } from '../kernel/hash.js'
import { isReady } from './outgoing.js'
import { type OutboxContent, type OutboxItem, type Saved, type SendKey, sendKeyLimit } from './saved.js'
import type { Receipt } from './sender/sender-state.js'

/** So long after its receipt a key means the message that was sent under it (ms). */
export const sendKeyLife = 30 * 86_400_000

/** What is known under the key of an item. */
export type KeyMeeting =
  | { readonly type: 'free' }
  /** It is the same message. `receipt`: how it ended; absent while it waits. */
  | { readonly type: 'same'; readonly clientMsgId: string; readonly receipt?: Receipt }
  /** Another message has the key. */
  | { readonly type: 'taken'; readonly clientMsgId: string }

/**
 * What each key of a send stands for: for as long as the message waits, and for 30 days after its receipt. The key of a
 * refused send is free. Sends without a key of their own are nobody's business here.
 */
export interface SendKeys {
  readonly meet: (item: OutboxItem) => KeyMeeting
  /** From now on the key stands for this item. */
  readonly claim: (item: OutboxItem) => void
  /** The item was not sent, and will not be. */
  readonly free: (item: OutboxItem) => void
  /** What the commit of the item's end is to say of its key. */
  readonly ended: (item: OutboxItem, receipt: Receipt) => readonly SendKey[]
  /** That commit has landed. */
  readonly landed: (item: OutboxItem, kept: readonly SendKey[]) => void
}

interface Waiting {
  readonly clientMsgId: string
  readonly to: string
  readonly content: string
}

/** `bound`: the id behind an own id that was bound to another one. */
export function createSendKeys(
  { outbox, sendKeys = [] }: Pick<Saved, 'outbox' | 'sendKeys'>,
  now: () => number,
  bound: (id: string) => string,
): SendKeys {
  const waiting = new Map<string, Waiting>()
  const past = new Map(sendKeys.map((one) => [one.key, one]))

  const claim = (item: OutboxItem): void => {
    if (hasKey(item)) waiting.set(item.key, { clientMsgId: item.clientMsgId, to: item.to, content: printOf(item) })
  }
  for (const item of outbox) claim(item)

  const free = ({ key, clientMsgId }: OutboxItem): void => {
    if (waiting.get(key)?.clientMsgId === clientMsgId) waiting.delete(key)
  }

  const livingPast = (key: string): SendKey | undefined => {
    const one = past.get(key)
    if (one === undefined || now() - one.time < sendKeyLife) return one
    past.delete(key)
    return undefined
  }

  const remember = (one: SendKey): void => {
    past.delete(one.key)
    past.set(one.key, one)
    const [oldest] = past.keys()
    if (past.size > sendKeyLimit && oldest !== undefined) past.delete(oldest)
  }

  return {
    meet: (item) => {
      if (!hasKey(item)) return { type: 'free' }
      const waits = waiting.get(item.key)
      const ended = waits === undefined ? livingPast(item.key) : undefined
      const known = waits ?? ended
      if (known === undefined) return { type: 'free' }
      const { clientMsgId } = known
      const isSame = bound(known.to) === bound(item.to) && known.content === printOf(item)
      if (!isSame) return { type: 'taken', clientMsgId }
      return { type: 'same', clientMsgId, ...(ended === undefined ? {} : { receipt: receiptOf(ended) }) }
    },
    claim,
    free,
    ended: (item, receipt) => (hasKey(item) ? keptOf(item, receipt, now()) : []),
    landed: (item, kept) => {
      free(item)
      for (const one of kept) remember(one)
    },
  }
}

const hasKey = ({ key, clientMsgId }: OutboxItem): boolean => key !== clientMsgId

function keptOf({ key, to, clientMsgId, ...item }: OutboxItem, receipt: Receipt, time: number): readonly SendKey[] {
  const known = { key, to, content: printOf(item), time, clientMsgId }
  switch (receipt.outcome) {
    case 'accepted':
      return [{ ...known, outcome: 'accepted', msgId: receipt.msgId }]
    case 'unknown':
      return [{ ...known, outcome: 'unknown', reason: receipt.reason }]
    case 'refused':
      return []
  }
}

function receiptOf({ key, to, clientMsgId, outcome, msgId = '', reason = '' }: SendKey): Receipt {
  const known = { key, to, clientMsgId }
  return outcome === 'accepted' ? { ...known, outcome, msgId } : { ...known, outcome, reason }
}

/** A hash of what is sent. When, and how patiently, is no part of it. */
const printOf = ({ content }: Pick<OutboxItem, 'content'>): string => fingerprint(JSON.stringify(essenceOf(content)))

function essenceOf(content: OutboxContent): readonly unknown[] {
  switch (content.type) {
    case 'text':
      return ['text', content.text]
    case 'revoke':
      return ['revoke', content.msgId]
    case 'forward':
      return ['forward', Object.entries(content.forward).sort(([one], [other]) => (one < other ? -1 : 1))]
    case 'media':
      // Private copies of one file have many paths.
      return isReady(content.file)
        ? ['media', content.kind, content.file.name, content.file.md5]
        : ['media', content.kind, content.file.name, content.file.path]
  }
}
