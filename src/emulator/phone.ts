import { failure } from '../errors.js'
import { type Account, touch } from './account.js'
import { announce, type Draft, deliver, deliverOwn, queueMessage } from './deliver.js'
import { endSession } from './end-session.js'
import { confirmAttempt, latestOpen } from './login-attempt.js'
import { deliverOwnRecall, deliverRecall } from './recall.js'
import { createSends, type SendVerbs } from './send-verbs.js'
import { wireText } from './wire-text.js'
import type { Attempt, WorldState } from './world-state.js'

/** What the owner of an account does with a thumb. Verbs throw an `argument` failure when the phone could not do it. */
export interface Phone extends SendVerbs {
  /** Scans a QR code: the latest one, or the one with this uuid. */
  readonly scan: (uuid?: string) => void
  /** Taps "log in" after a scan, or in the dialog of a push login. */
  readonly confirm: () => void
  /** Taps "cancel" there. */
  readonly cancel: () => void
  /** Ends the web login. Default 1100; a push login is impossible afterwards unless `keepDevice`. */
  readonly logoutWeb: (options?: { readonly code?: number; readonly keepDevice?: boolean }) => void
  /** Writes to a friend, a room or `filehelper`. Answers the MsgId. */
  readonly say: (to: string, text: string) => string
  /** Takes back a message: one of the phone's own, or one that the web client sent. */
  readonly recall: (msgId: string, chat?: string) => void
  /** Opens a chat: the web client hears of this, and of the two below, in messages of type 51. */
  readonly open: (chat: string) => void
  /** Goes back from a chat to the list. */
  readonly leave: (chat: string) => void
  /** Has read what is in a chat. */
  readonly read: (chat: string) => void
  /** Gives a friend a remark name. */
  readonly remark: (friend: string, remarkName: string) => void
}

export function createPhone(world: WorldState, account: Account): Phone {
  const saidHere = new Map<string, string>()
  const statusNotify = (code: number, chat: string): void => notify(world, account, code, chat)
  const send = (to: string, given: Draft): string => {
    const draft = { ...given, msgId: given.msgId ?? world.nextMsgId() }
    saidHere.set(draft.msgId, to)
    deliverOwn(world, account, to, draft)
    if (to !== account.id) deliver(world, account.id, to, draft)
    return draft.msgId
  }
  return {
    ...createSends(world, account.id, send),
    scan: (uuid) => scan(world, account, uuid),
    confirm: () => confirmAttempt(world, dialog(world, account, 'confirm'), account.id),
    cancel: () => {
      const attempt = dialog(world, account, 'cancel')
      attempt.state = 'cancelled'
      world.attemptChanged(attempt)
    },
    logoutWeb: ({ code = 1100, keepDevice = false } = {}) => {
      if (!keepDevice) delete account.device
      endSession(world, account, code)
    },
    say: (to, text) => send(to, { type: 1, text, content: wireText(text) }),
    recall: (msgId, chat) => {
      const to = chat ?? saidHere.get(msgId) ?? account.sentById.get(msgId)?.to
      if (to === undefined)
        throw failure('argument', { name: 'recall', why: `${msgId} is not a message of ${account.id}` })
      deliverOwnRecall(world, account, to, msgId)
      deliverRecall(world, account.id, to, msgId)
    },
    open: (chat) => statusNotify(2, chat),
    leave: (chat) => statusNotify(5, chat),
    read: (chat) => statusNotify(1, chat),
    remark: (friend, remarkName) => {
      const known = account.friends.get(friend)
      if (known === undefined) throw failure('argument', { name: 'remark', why: `${friend} is not a friend` })
      known.remarkName = remarkName
      announce(world, account, friend)
    },
  }
}

function scan(world: WorldState, account: Account, uuid: string | undefined): void {
  const attempt = latestOpen(
    world,
    ({ kind, state, uuid: own }) => kind === 'qr' && state === 'waiting' && (uuid === undefined || own === uuid),
  )
  if (attempt === undefined) throw failure('argument', { name: 'scan', why: 'no QR code waits' })
  attempt.account = account.id
  attempt.state = 'scanned'
  world.attemptChanged(attempt)
}

function dialog(world: WorldState, account: Account, verb: string): Attempt {
  const attempt = latestOpen(
    world,
    ({ account: owner, kind, state }) => owner === account.id && (kind === 'push' || state === 'scanned'),
  )
  if (attempt === undefined) throw failure('argument', { name: verb, why: 'the phone shows no login dialog' })
  return attempt
}

/** Codes 2 and 5 name the chat in ToUserName, code 1 in StatusNotifyUserName, too. */
function notify(world: WorldState, account: Account, code: number, chat: string): void {
  if (code === 2) touch(account, chat)
  queueMessage(world, account, {
    msgId: world.nextMsgId(),
    from: account.id,
    to: chat,
    type: 51,
    content: '',
    fields: { StatusNotifyCode: code },
    named: ({ nameOf }) => ({ StatusNotifyUserName: code === 1 ? nameOf(chat) : '' }),
  })
}
