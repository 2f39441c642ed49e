import type { SendVerbs } from '../send-verbs.js'
import { defined } from './control.js'
import {
  each,
  type Fields,
  flag,
  type Given,
  number,
  objectOf,
  oneOf,
  optional,
  readFields,
  text,
  type Values,
} from './field.js'
import { base64, form, thumb } from './fields.js'

/** One kind of message: its own fields, and the verb that sends it. */
export interface Kind {
  readonly kind: string
  readonly about: string
  readonly fields: Fields
  /** Reads the fields and sends it; answers the MsgId. */
  readonly send: (who: SendVerbs, to: string, given: Given) => string
}

const kind = <const F extends Fields>(
  name: string,
  about: string,
  fields: F,
  send: (who: SendVerbs, to: string, values: Values<F>) => string,
): Kind => ({
  kind: name,
  about,
  fields,
  send: (who, to, given) => send(who, to, readFields('', fields, given)),
})

const link = {
  title: text('The headline.'),
  url: text('The page that it opens.'),
  des: optional(text('What stands below the headline.')),
  thumbUrl: optional(text('The address of its picture.')),
}

const source = objectOf('The official account that it comes from.', {
  wxid: text('Its real id, such as gh_0123456789ab.'),
  name: text('Its name.'),
})

const item = {
  name: text('Who wrote it.'),
  text: text('What they wrote.'),
  time: text('When, as it is shown: 2018-3-13 18:03.'),
}

const game = objectOf('Dice or rock-paper-scissors.', {
  type: oneOf('Rock-paper-scissors (1) or dice (2).', 1, 2),
  content: number('What came up.', { from: 1, whole: true }),
})

/** A kind for each verb that sends something: one that is missing here does not compile. */
const kindOf = {
  sendImage: kind('image', 'A picture.', { base64, thumb, form }, (who, to, { base64: content, ...options }) =>
    who.sendImage(to, content, defined(options)),
  ),
  sendVoice: kind(
    'voice',
    'A voice message.',
    { base64, ms: optional(number('How long it plays, in ms. Default: 1000.', { from: 0 })), form },
    (who, to, { base64: content, ...options }) => who.sendVoice(to, content, defined(options)),
  ),
  sendVideo: kind(
    'video',
    'A video.',
    {
      base64,
      seconds: optional(number('How long it plays, in seconds. Default: 1.', { from: 0 })),
      micro: optional(flag('A short clip of MsgType 62 in place of 43. Default: false.')),
      thumb,
      form,
    },
    (who, to, { base64: content, ...options }) => who.sendVideo(to, content, defined(options)),
  ),
  sendSticker: kind(
    'sticker',
    'A sticker.',
    {
      base64,
      store: optional(flag('One of the store, which only phones can show. Default: false.')),
      game: optional(game),
    },
    (who, to, { base64: content, ...options }) => who.sendSticker(to, content, defined(options)),
  ),
  sendFile: kind('file', 'A file.', { base64, name: text('What the receiver sees as its name.') }, (who, to, given) =>
    who.sendFile(to, given.base64, { name: given.name }),
  ),
  sendLink: kind(
    'link',
    'A page, as a card.',
    { ...link, source: optional(source) },
    (who, to, { title, url, ...more }) => who.sendLink(to, { title, url, ...defined(more) }),
  ),
  sendArticles: kind(
    'articles',
    'Several articles in one message, as official accounts send them.',
    { articles: each('The articles, the first one on top.', objectOf('An article.', link)) },
    (who, to, { articles }) =>
      who.sendArticles(
        to,
        articles.map(({ title, url, ...more }) => ({ title, url, ...defined(more) })),
      ),
  ),
  sendMusic: kind(
    'music',
    'A song, as a card.',
    {
      title: text('The name of the song.'),
      des: optional(text('What stands below it, mostly who sings.')),
      url: text('The page that it opens.'),
      dataUrl: text('The address of the sound.'),
    },
    (who, to, { title, url, dataUrl, ...more }) => who.sendMusic(to, { title, url, dataUrl, ...defined(more) }),
  ),
  sendMiniProgram: kind(
    'miniProgram',
    'A page of a mini program, as a card.',
    {
      title: text('What stands on the card.'),
      appId: text('The id of the program, such as wx0123456789abcdef.'),
      page: text('The page of it that the card opens.'),
      owner: optional(text('The account behind it. Default: gh_0123456789ab@app.')),
    },
    (who, to, { title, appId, page, owner }) =>
      who.sendMiniProgram(to, { title, appId, page, ...defined({ account: owner }) }),
  ),
  sendLocation: kind(
    'location',
    'A place.',
    {
      latitude: number('In degrees.', { from: -90, to: 90 }),
      longitude: number('In degrees.', { from: -180, to: 180 }),
      label: text('The address.'),
      poiName: optional(text('What is there. Default: [位置].')),
    },
    (who, to, { latitude, longitude, label, ...more }) =>
      who.sendLocation(to, { latitude, longitude, label, ...defined(more) }),
  ),
  sendLiveLocation: kind('liveLocation', 'Begins to share the own location.', {}, (who, to) =>
    who.sendLiveLocation(to),
  ),
  sendCard: kind('card', 'Recommends somebody.', { card: text('The id of the person.') }, (who, to, { card }) =>
    who.sendCard(to, card),
  ),
  sendQuote: kind(
    'quote',
    'An answer that quotes a message.',
    {
      text: text('The answer.'),
      msgId: text('The MsgId of the quoted message.'),
      by: text('The id of who wrote that.'),
      content: text('What that said: its text, or its XML.'),
      type: optional(number('The MsgType of that. Default: 1.', { from: 1, whole: true })),
    },
    (who, to, { text: answer, msgId, by, content, ...more }) =>
      who.sendQuote(to, answer, { msgId, by, content, ...defined(more) }),
  ),
  sendHistory: kind(
    'history',
    'Several messages of a chat, passed on as one.',
    { title: text('The headline.'), items: each('The messages, oldest first.', objectOf('A message.', item)) },
    (who, to, { title, items }) => who.sendHistory(to, title, items),
  ),
  sendTransfer: kind(
    'transfer',
    'Money, which a web client can show and not take.',
    {
      amount: text('As it is shown: ￥0.10.'),
      memo: optional(text('What it is for.')),
      state: optional(oneOf('Default: sent.', 'sent', 'received', 'returned')),
    },
    (who, to, { amount, ...more }) => who.sendTransfer(to, { amount, ...defined(more) }),
  ),
  sendRedPacket: kind('redPacket', 'A red packet, which a web client cannot open.', {}, (who, to) =>
    who.sendRedPacket(to),
  ),
  sendNote: kind('note', 'A note that a room writes together.', { text: text('What it says.') }, (who, to, given) =>
    who.sendNote(to, given.text),
  ),
  sendChannels: kind(
    'channels',
    'A post of the channels.',
    { nickName: text('Who posted it.'), des: text('What it says.') },
    (who, to, post) => who.sendChannels(to, post),
  ),
  sendInvitation: kind(
    'invitation',
    'An invitation card to a room.',
    { room: text('The id of the room.') },
    (who, to, { room }) => who.sendInvitation(to, room),
  ),
  call: kind(
    'call',
    'A call by voice or video.',
    { type: optional(oneOf('It begins (50), rings (53) or is over (52). Default: 50.', 50, 52, 53)) },
    (who, to, { type }) => who.call(to, type),
  ),
} satisfies Record<keyof SendVerbs, Kind>

/** Every kind of message that somebody can send. */
export const sendKinds: readonly Kind[] = Object.values(kindOf)
