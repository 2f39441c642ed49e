import type { PersonVerbs } from '../person.js'
import type { SendVerbs } from '../send-verbs.js'
import type { World } from '../world.js'
import { type Control, deed, done } from './control.js'
import { bytes, object, optional, readFields, text } from './field.js'
import { account, accountOf, noticeForm, person, room } from './fields.js'
import { sendKinds } from './kinds.js'
import { type Offer, sendControl } from './send-control.js'

/** Fields of what a person does to an account. */
const towards = { person, account }

/** A control for what a person does to an account, and nothing is answered. */
const towardsAccount = (name: 'befriend' | 'unfriend' | 'block' | 'vanish', about: string): Control =>
  deed(name, about, towards, (world, given) => done(world.person(given.person)[name](accountOf(world, given.account))))

const to = optional(text('The id of an account or a room. Default: the account.'))

const sentText = { text: text('What it says.') }
const sentRaw = { raw: object('Fields of AddMsgList; they replace those of a plain text.') }

const offers: readonly Offer<PersonVerbs>[] = [
  {
    kind: 'text',
    about: 'A text.',
    fields: sentText,
    send: (who, where, given) => who.say(where, readFields('', sentText, given).text),
  },
  {
    kind: 'raw',
    about: 'Any message.',
    fields: sentRaw,
    send: (who, where, given) => who.send(where, readFields('', sentRaw, given).raw),
  },
  ...sendKinds,
]

const shared = { person, to, account }

const address = (world: World, given: Parameters<Control['run']>[1]) => {
  const { person: id, to: where, account: receiver } = readFields('', shared, given)
  return { who: world.person(id), to: where ?? accountOf(world, receiver) }
}

/** A control for each verb of a person: one that is missing here does not compile. */
export const people = {
  send: sendControl('send', 'A person sends a message of any kind.', shared, offers, address),
  say: deed('say', 'A person writes a text.', { ...shared, text: text('The text.') }, (world, given) => ({
    msgId: world.person(given.person).say(given.to ?? accountOf(world, given.account), given.text),
  })),
  sayIn: deed(
    'sayIn',
    'A person writes a text into a room.',
    { person, room, text: text('The text.') },
    (world, given) => ({
      msgId: world.person(given.person).sayIn(given.room, given.text),
    }),
  ),
  recall: deed(
    'recall',
    'A person takes back a message. Without a person the phone of the account does.',
    {
      person: optional(text('Who wrote it.')),
      account,
      msgId: text('The MsgId of the message.'),
      chat: optional(text('The chat of the message, for a phone that did not write it.')),
    },
    (world, given) =>
      done(
        given.person === undefined
          ? world.phone(given.account).recall(given.msgId, given.chat)
          : world.person(given.person).recall(given.msgId),
      ),
  ),
  rename: deed('rename', 'A person takes another name.', { person, nickName: text('The new name.') }, (world, given) =>
    done(world.person(given.person).rename(given.nickName)),
  ),
  changeAvatar: deed(
    'changeAvatar',
    'A person takes another avatar.',
    { person, base64: optional(bytes('The picture. Default: a grey one.')) },
    (world, given) => done(world.person(given.person).changeAvatar(given.base64)),
  ),
  request: deed(
    'request',
    'A person asks an account to be its friend.',
    { ...towards, greeting: optional(text('What the person writes to it.')) },
    (world, given) => ({
      msgId: world.person(given.person).request(accountOf(world, given.account), given.greeting ?? ''),
    }),
  ),
  suggest: deed('suggest', 'A person is recommended to an account.', towards, (world, given) => ({
    msgId: world.person(given.person).suggest(accountOf(world, given.account)),
  })),
  befriend: towardsAccount('befriend', 'A person becomes a friend of an account, or accepts its request.'),
  unfriend: towardsAccount('unfriend', 'A person deletes an account, which is not told.'),
  block: towardsAccount('block', 'A person refuses messages of an account.'),
  vanish: towardsAccount('vanish', 'A person is deleted on the phone of an account.'),
  accept: deed('accept', 'A person follows an invitation to a room.', { person, room }, (world, given) =>
    done(world.person(given.person).accept(given.room)),
  ),
  pat: deed(
    'pat',
    'A person pats somebody.',
    { person, to: text('The id of an account or a room.'), patted: text('The id of who is patted.'), form: noticeForm },
    (world, given) => done(world.person(given.person).pat(given.to, given.patted, given.form)),
  ),
} as const satisfies Record<Exclude<keyof PersonVerbs, keyof SendVerbs>, Control>
