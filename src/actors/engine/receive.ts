import { merge } from 'rxjs'
import { address } from '../address.js'
import type { BehaviourFailed } from '../bot-state.js'
import { ofEach } from '../checked-command.js'
import type { Command } from '../command.js'
import { type Consumer, createInbox, type Inbox } from '../inbox/inbox.js'
import { earlierParts } from '../inbox/share.js'
import { ownAnswer } from '../inbox/without-answers.js'
import type { Message, Party } from '../message.js'
import { outgoing } from '../outgoing.js'
import type { Entry } from '../saved.js'
import type { Core } from './core.js'
import { createDetailsGate } from './details-gate.js'
import { offerAll } from './offer.js'
import { wantedDetails } from './want-details.js'

const keyOf = (command: Command): Pick<BehaviourFailed, 'key'> =>
  command.type === 'revoke' || command.key === undefined ? {} : { key: command.key }

/** An inbox that knows chats before it hands out their messages. */
export interface Receiving extends Inbox {
  /** Takes what a pull brought. */
  readonly take: (entries: readonly Entry[]) => void
  /** Nothing waits any longer for details. */
  readonly release: () => void
}

/** The inbox of this bot: from kept entries to messages, listeners and consumers. */
export function createReceiving(core: Core, consumers: readonly Consumer[]): Receiving {
  const inbox = createDirectReceiving(core, consumers)
  const gate = createDetailsGate(core, (entries) => inbox.receive(entries, false))
  return { ...inbox, take: gate.receive, release: gate.release, run$: merge(inbox.run$, gate.run$) }
}

function createDirectReceiving(core: Core, consumers: readonly Consumer[]): Inbox {
  const { env, identities, settlements, ids, ports, present, ownMsgIds, sender$ } = core
  /** A conversation in which nobody is unknown, the latest one: another Party as soon as the book or an id changes. */
  let familiar: Party | undefined
  const want = (message: Message): void => {
    const names = wantedDetails(message, present.book)
    familiar = names.length === 0 ? message.conversation : undefined
    if (names.length > 0) present.life?.contacts.next({ type: 'want', names })
  }
  return createInbox({
    env,
    settlements,
    consumers,
    marks: core.saved.marks ?? [],
    address: address({ identities, book: () => present.book, sentByBot: ownMsgIds.has }),
    deliver: (message) => {
      ports.message(message)
      const isFamiliar = message.conversation === familiar && message.from === familiar
      if (!isFamiliar || message.type === 'statusNotify') want(message)
    },
    isWanted: ports.isWanted,
    outgoing: (commands) =>
      offerAll(
        core,
        ofEach(commands, (command) => outgoing(command, ids, identities, present.book, env.scheduler.now())),
      ),
    refused: (consumer, { id }, refused) => {
      for (const one of refused) ports.event({ type: 'commandRefused', consumer, id, ...one })
    },
    send: (items) => {
      for (const item of items) sender$.next({ type: 'submit', item, from: 'handler' })
    },
    promise: core.outbox.add,
    earlier: earlierParts(core.saved.states),
    unanswered: (name, command) =>
      ports.event({ type: 'behaviourFailed', name, error: ownAnswer(), isCommand: true, ...keyOf(command) }),
    died: (letter) => ports.event({ type: 'deadLetter', letter }),
    crashed: (error) => ports.event({ type: 'crashed', actor: 'inbox', error }),
  })
}
