import { NEVER } from 'rxjs'
import { type BotView, type Command, type Message, noticeOf, type Party, type PartyKind } from '../src/index.js'
import type { MarbleTools } from '../src/testing/index.js'

const party = (name: string, kind: PartyKind = 'person'): Party => ({ id: name, kind, name, userName: `@${name}` })

/** A text from somebody, in a room if one is named. */
export const said = (from: string, text: string, room?: string): Message => ({
  id: `${from}: ${text}`,
  time: 0,
  fromUserName: `@${from}`,
  toUserName: '@me',
  peer: `@${room ?? from}`,
  sender: `@${from}`,
  isRoom: room !== undefined,
  own: false,
  raw: {},
  origin: 'peer',
  conversation: room === undefined ? party(from) : party(room, 'room'),
  from: party(from),
  to: room === undefined ? party('me') : party(room, 'room'),
  ...(room === undefined ? {} : { room: party(room, 'room') }),
  words: text,
  wordsWithoutMentions: text.replace('@me', '').trim(),
  mentions: [],
  mentionsMe: text.includes('@me'),
  type: 'text',
  text,
})

/** A text from an official account, or from one of the service. */
export const posted = (from: string, text: string, kind: 'official' | 'service'): Message => ({
  ...said(from, text),
  conversation: party(from, kind),
  from: party(from, kind),
})

/** A notice of the system in a room. */
export const noticed = (text: string, room: string): Message =>
  ({
    ...said(room, text, room),
    from: party(room, 'room'),
    words: '',
    wordsWithoutMentions: '',
    type: 'system',
    text,
    notice: noticeOf(text),
  }) as Message

/** The view of a bot on a stage. */
export const stageView = ({ scheduler, hot }: MarbleTools, more: Partial<BotView> = {}): BotView => ({
  self: undefined,
  messages$: hot('messages'),
  state$: NEVER,
  contacts$: NEVER,
  rooms$: NEVER,
  contactChanges$: NEVER,
  capabilities$: NEVER,
  receipts$: NEVER,
  events$: NEVER,
  scheduler,
  failed: () => {},
  ...more,
})

/** A Command in a few words. */
export const told = (command: Command): string =>
  command.type === 'send' && typeof command.to === 'object' && 'id' in command.to
    ? `to ${command.to.id}: ${command.text}`
    : command.type
