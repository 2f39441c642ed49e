import type { Sent } from './account.js'
import type { Message } from './news.js'
import type { Attempt } from './world-state.js'

/** A QR code or the dialog of a push login, which has just appeared or changed. */
export type CodeEvent = { readonly type: 'code' } & Pick<Attempt, 'uuid' | 'kind'> & {
    readonly state: Attempt['state']
    /** The account that scans it; absent before. */
    readonly account?: string
  }

/** A web login has begun or ended. */
export interface LoginEvent {
  readonly type: 'login'
  readonly account: string
  readonly online: boolean
  /** The code that the client gets from now on; absent while it is online. */
  readonly code?: number
}

/** The web client of an account has sent something, for the first time. */
export interface SentEvent extends Pick<Sent, 'to' | 'text' | 'msgId' | 'clientMsgId' | 'media'> {
  readonly type: 'sent'
  readonly account: string
  /** The MsgType of the wire. */
  readonly msgType: number
}

/** The web client of an account has taken a message back. */
export interface RecalledEvent {
  readonly type: 'recalled'
  readonly account: string
  readonly to: string
  readonly msgId: string
}

/** A message has come for the web client of an account. */
export interface ReceivedEvent extends Pick<Message, 'msgId' | 'from' | 'to' | 'sender' | 'content'> {
  readonly type: 'received'
  readonly account: string
  /** The MsgType of the wire. */
  readonly msgType: number
}

/** A fault has struck. */
export interface FaultEvent {
  readonly type: 'fault'
  readonly name: string
  readonly endpoint: string
}

/** What happens in a world. Ids of persons and rooms are the world's own. */
export type WorldEvent = CodeEvent | LoginEvent | SentEvent | RecalledEvent | ReceivedEvent | FaultEvent

/** The types of {@link WorldEvent}. */
export const worldEventTypes = [
  'code',
  'login',
  'sent',
  'recalled',
  'received',
  'fault',
] as const satisfies readonly WorldEvent['type'][]

export const codeEvent = ({ uuid, kind, state, account }: Attempt): CodeEvent => ({
  type: 'code',
  uuid,
  kind,
  state,
  ...(account === undefined ? {} : { account }),
})
