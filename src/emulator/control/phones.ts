import type { Phone } from '../phone.js'
import type { SendVerbs } from '../send-verbs.js'
import type { World } from '../world.js'
import { type Control, deed, defined, done } from './control.js'
import { flag, optional, readFields, text } from './field.js'
import { account, code } from './fields.js'
import { sendKinds } from './kinds.js'
import { type Offer, sendControl } from './send-control.js'

const chat = text('The id of a friend or a room.')
const msgId = text('The MsgId of the message.')
const to = text('The id of a friend or a room, or filehelper.')

const sentText = { text: text('What it says.') }

const offers: readonly Offer<Phone>[] = [
  {
    kind: 'text',
    about: 'A text.',
    fields: sentText,
    send: (phone, where, given) => phone.say(where, readFields('', sentText, given).text),
  },
  ...sendKinds,
]

const shared = { account, to }

const address = (world: World, given: Parameters<Control['run']>[1]) => {
  const { account: id, to: where } = readFields('', shared, given)
  return { who: world.phone(id), to: where }
}

const inChat = (name: 'open' | 'leave' | 'read', path: string, about: string): Control =>
  deed(path, about, { account, chat }, (world, given) => done(world.phone(given.account)[name](given.chat)))

/** A control for each verb of a phone: one that is missing here does not compile. */
export const phones = {
  send: sendControl(
    'phoneSend',
    'The owner of an account sends a message of any kind from the phone.',
    shared,
    offers,
    address,
  ),
  scan: deed(
    'scan',
    'The phone scans a QR code.',
    { account, uuid: optional(text('The code. Default: the latest one that waits.')) },
    (world, given) => done(world.phone(given.account).scan(given.uuid)),
  ),
  confirm: deed('confirm', 'The phone confirms the login that it shows.', { account }, (world, given) =>
    done(world.phone(given.account).confirm()),
  ),
  cancel: deed('cancel', 'The phone cancels the login that it shows.', { account }, (world, given) =>
    done(world.phone(given.account).cancel()),
  ),
  logoutWeb: deed(
    'logoutWeb',
    'The phone ends the web login.',
    { account, code: code(1100), keepDevice: optional(flag('A push login stays possible. Default: false.')) },
    (world, { account: id, ...options }) => done(world.phone(id).logoutWeb(defined(options))),
  ),
  say: deed(
    'phoneSay',
    'The owner of an account writes a text on the phone.',
    { ...shared, text: text('The text.') },
    (world, given) => ({
      msgId: world.phone(given.account).say(given.to, given.text),
    }),
  ),
  recall: deed(
    'phoneRecall',
    'The phone takes back a message: its own, or one of the web client.',
    { account, msgId, chat: optional(text('The chat of the message. Default: where it was sent.')) },
    (world, given) => done(world.phone(given.account).recall(given.msgId, given.chat)),
  ),
  open: inChat('open', 'openChat', 'The owner of an account opens a chat on the phone.'),
  leave: inChat('leave', 'leaveChat', 'The owner of an account goes back to the list of chats.'),
  read: inChat('read', 'readChat', 'The owner of an account has read a chat.'),
  remark: deed(
    'remark',
    'The owner of an account gives a friend a remark name.',
    { account, friend: text('The id of the friend.'), remarkName: text('The name; empty takes it away.') },
    (world, given) => done(world.phone(given.account).remark(given.friend, given.remarkName)),
  ),
} as const satisfies Record<Exclude<keyof Phone, keyof SendVerbs> | 'send', Control>
