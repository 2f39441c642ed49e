import { ignoreElements, type Observable, tap } from 'rxjs'
import { failure } from '../../errors.js'
import { actor } from '../../kernel/actor.js'
import type { Inbox } from '../inbox/inbox.js'
import { sender } from '../sender/sender.js'
import type { SenderEvent } from '../sender/sender-state.js'
import { type Core, lose } from './core.js'

/** The sender of this bot, for as long as the bot lives: a new session finds it with all that waits. */
export const sending = (core: Core, inbox: Inbox): Observable<never> => {
  const { env, call, ids, options, identities, supervise, sender$ } = core
  const tools = { env, call, ids, pace: options.pace, userNameOf: identities.userNameOf }
  return sender$.pipe(
    actor(sender(tools), supervise('sender')),
    tap((event) => tell(core, inbox, event)),
    ignoreElements(),
  )
}

function tell(core: Core, inbox: Inbox, event: SenderEvent): void {
  const { ports, ownMsgIds, present } = core
  switch (event.type) {
    case 'receipt':
      if (event.receipt.outcome === 'accepted') {
        ownMsgIds.add([event.receipt.msgId])
        present.life?.sync.next({ type: 'sent' })
      }
      inbox.sent(event.receipt.clientMsgId)
      return ports.event(event)
    case 'overflow':
      inbox.sent(event.item.clientMsgId)
      return ports.overflow(event.item.clientMsgId, failure('overflow', { queue: 'outbox', limit: event.limit }))
    case 'lost':
      return lose(core, event.failure)
    case 'rateLimited':
    case 'trouble':
      return ports.event(event)
  }
}
