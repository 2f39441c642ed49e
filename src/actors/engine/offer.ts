import { type Failure, failure } from '../../errors.js'
import type { Outgoing } from '../inbox/inbox.js'
import { isReady, outgoingItem, timely, type Wishes } from '../outgoing.js'
import type { OutboxContent, OutboxItem } from '../saved.js'
import type { Receipt } from '../sender/sender-state.js'
import type { Core } from './core.js'

/** What a wish to send something comes to: an item of its own, or a message that was asked for before under the same key. */
export type Offered =
  | { readonly type: 'new'; readonly item: OutboxItem }
  /** `receipt`: how it ended; absent while it waits. */
  | { readonly type: 'same'; readonly clientMsgId: string; readonly receipt?: Receipt }

/** What an asker may add to the wishes. */
export interface OfferOptions extends Wishes {
  /** It answers somebody, and counts where bots that talk to each other are looked for. */
  readonly isAnswer?: boolean
}

/** Takes the key of a new item. Throws `argument` where its key is taken, too, and `overflow` for an answer to a bot. */
export function offer(core: Core, to: string, content: OutboxContent, options: OfferOptions = {}): Offered {
  const item = outgoingItem(core.ids, to, content, timely(options, core.env.scheduler.now()))
  const offered = settleKey(core, item, options.isAnswer === true)
  if (offered.type === 'taken') throw offered.failure
  return offered
}

interface Taken {
  readonly type: 'taken'
  readonly failure: Failure
}

function settleKey(core: Core, item: OutboxItem, isAnswer: boolean): Offered | Taken {
  const { sendKeys } = core
  const met = sendKeys.meet(item)
  if (met.type !== 'free') release(core, item)
  if (met.type === 'taken') return { type: 'taken', failure: keyTaken(item, met.clientMsgId) }
  if (met.type === 'same') return met
  checkRoom(core, item, isAnswer)
  sendKeys.claim(item)
  return { type: 'new', item }
}

/** Throws `overflow` where too many wait for later, and for an answer to a bot. */
function checkRoom(core: Core, item: OutboxItem, isAnswer: boolean): void {
  try {
    core.outbox.checkLater(item)
    if (isAnswer && item.at === undefined) core.loopBreaker.take(item.to)
  } catch (error) {
    release(core, item)
    throw error
  }
}

const keyTaken = ({ key }: OutboxItem, clientMsgId: string): Failure =>
  failure('argument', {
    name: 'key',
    why: `${JSON.stringify(key)} stands for another message (${clientMsgId}), and nothing was sent; give each message and each receiver a key of its own`,
  })

/** The items of one answer. Where one of them cannot be sent, none is, and their keys are free again. */
export function offerAll(core: Core, all: readonly OutboxItem[]): Outgoing {
  const items: OutboxItem[] = []
  const refused: Outgoing['refused'][number][] = []
  try {
    for (const item of all) {
      const offered = settleKey(core, item, true)
      if (offered.type === 'new') items.push(item)
      if (offered.type === 'taken') refused.push({ key: item.key, failure: offered.failure })
    }
  } catch (error) {
    for (const one of items) core.sendKeys.free(one)
    throw error
  }
  return { items, refused }
}

/** The private copy of a file goes when no process can want to send it any more. */
export function release({ env }: Core, { content }: OutboxItem): void {
  if (content.type !== 'media' || !isReady(content.file) || !content.file.isSpooled) return
  env.files?.release(content.file.path).subscribe({ error: () => {} })
}
