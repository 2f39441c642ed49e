import { ignoreElements, type Observable, tap } from 'rxjs'
import { failure } from '../../errors.js'
import { actor } from '../../kernel/actor.js'
import { defaultMediaLimits } from '../../protocol/media-kind.js'
import type { OutboxItem } from '../env.js'
import type { Inbox } from '../inbox/inbox.js'
import { traced } from '../log/traced.js'
import { createUploads } from '../media/upload.js'
import { isReady } from '../outgoing.js'
import { sender } from '../sender/sender.js'
import type { SenderEvent } from '../sender/sender-state.js'
import { type Core, countOutbox, lose } from './core.js'
import { located } from './located.js'

/** The sender of this bot, for as long as the bot lives: a new session finds it with all that waits. */
export const sending = (core: Core, inbox: Inbox): Observable<never> => {
  const { env, call, ids, options, supervise, sender$, tried } = core
  const { pace, limits = defaultMediaLimits } = options
  const tools = {
    env,
    call,
    ids,
    pace,
    limits,
    uploads: createUploads(env, call),
    located: located(core),
    trying: (clientMsgId: string): unknown => tried.add(clientMsgId),
  }
  return sender$.pipe(
    tap((message) => {
      // What comes of a handler was counted when room was promised to it.
      if (message.type === 'submit' && message.from !== 'handler') countOutbox(core, 1)
    }),
    actor(traced(env.log, 'sender', sender(tools)), supervise('sender')),
    tap((event) => tell(core, inbox, event)),
    ignoreElements(),
  )
}

function tell(core: Core, inbox: Inbox, event: SenderEvent): void {
  const { ports } = core
  switch (event.type) {
    case 'receipt':
      return answered(core, inbox, event)
    case 'overflow':
      countOutbox(core, -1)
      return ended(core, inbox, event.item, () =>
        ports.overflow(event.item.clientMsgId, failure('overflow', { queue: 'outbox', limit: event.limit })),
      )
    case 'lost':
      return lose(core, event.failure)
    case 'progress':
    case 'rateLimited':
    case 'trouble':
      return ports.event(event)
  }
}

function answered(core: Core, inbox: Inbox, { receipt, item }: SenderEvent & { type: 'receipt' }): void {
  const { ports, ownMsgIds, present, tried } = core
  countOutbox(core, -1)
  if (receipt.outcome === 'accepted') {
    if (receipt.msgId !== '') ownMsgIds.add(receipt.msgId)
    present.life?.sync.next({ type: 'sent' })
  }
  ended(core, inbox, item, () => {
    tried.delete(receipt.clientMsgId)
    ports.event({ type: 'receipt', receipt })
  })
}

/** The item leaves the store first: whoever hears of its end can rely on no later process sending it. */
function ended(core: Core, inbox: Inbox, item: OutboxItem, report: () => void): void {
  inbox.sent(item.clientMsgId, () => {
    release(core, item)
    report()
  })
}

/** The private copy of a file goes when no process can want to send it any more. */
function release({ env }: Core, { content }: OutboxItem): void {
  if (content.type !== 'media' || !isReady(content.file) || !content.file.isSpooled) return
  env.files?.release(content.file.path).subscribe({ error: () => {} })
}
