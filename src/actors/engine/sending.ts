import { ignoreElements, type Observable, tap } from 'rxjs'
import { actor } from '../../kernel/actor.js'
import { defaultMediaLimits } from '../../protocol/media-kind.js'
import type { RawMessage } from '../../protocol/message.js'
import { sentMessage } from '../in-flight.js'
import type { Inbox } from '../inbox/inbox.js'
import { traced } from '../log/traced.js'
import { createUploads } from '../media/upload.js'
import type { OutboxItem, SendKey } from '../saved.js'
import { sender } from '../sender/sender.js'
import type { Receipt, SenderEvent } from '../sender/sender-state.js'
import { type Core, lose } from './core.js'
import { located } from './located.js'
import { release } from './offer.js'
import { overflowOf } from './outbox-count.js'

/** The sender of this bot, for as long as the bot lives: a new session finds it with all that waits. */
export const sending = (core: Core, inbox: Inbox): Observable<never> => {
  const { env, call, ids, options, supervise, sender$, inFlight } = core
  const { pace, limits = defaultMediaLimits } = options
  const tools = {
    env,
    call,
    ids,
    pace,
    limits,
    uploads: createUploads(env, call),
    located: located(core),
    isAwaited: core.identities.isAwaited,
    due: core.outbox.due,
    trying: inFlight.begin,
  }
  return sender$.pipe(
    tap((message) => {
      // What comes of a handler was counted when room was promised to it.
      if (message.type === 'submit' && message.from !== 'handler') core.outbox.add([message.item])
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
      core.outbox.rejected(event.item)
      return ended(core, inbox, event.item, [], () =>
        ports.overflow(event.item.clientMsgId, overflowOf(event.item, event.limit)),
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
  const { ports, ownMsgIds, present, inFlight, sendKeys } = core
  core.outbox.answered()
  if (receipt.outcome === 'accepted') {
    if (receipt.msgId !== '') ownMsgIds.add(receipt.msgId)
    present.life?.sync.next({ type: 'sent' })
  }
  const report = (): void => {
    inFlight.end(receipt.clientMsgId)
    ports.event({ type: 'receipt', receipt })
  }
  ended(core, inbox, item, sendKeys.ended(item, receipt), report, messageOf(core, receipt))
}

/** Where own messages are handed out, an accepted send is one. */
function messageOf({ ports, inFlight, env }: Core, receipt: Receipt): RawMessage | undefined {
  if (!ports.handsOutOwn || receipt.outcome !== 'accepted') return undefined
  return sentMessage(inFlight.get(receipt.clientMsgId), { msgId: receipt.msgId, time: env.scheduler.now() })
}

/** The item leaves the store first, and its message comes in with that commit: no later process sends it, or hands it out, once more. */
function ended(
  core: Core,
  inbox: Inbox,
  item: OutboxItem,
  sendKeys: readonly SendKey[],
  report: () => void,
  raw?: RawMessage,
): void {
  const { clientMsgId } = item
  const landed = (): void => {
    release(core, item)
    core.sendKeys.landed(item, sendKeys)
    report()
  }
  if (raw === undefined) inbox.sent(clientMsgId, sendKeys, landed)
  else core.ownSends$.next({ raw, clientMsgId, sendKeys, landed })
}
