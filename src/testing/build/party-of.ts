import type { Party, PartyKind } from '../../index.js'

/** Who is meant in a made message: somebody made by `contact` or `room`, or a name, which is the id, too. */
export type Who = string | Party

/** The account that the bot speaks for. */
export const selfParty: Party = { id: 'self', kind: 'person', name: 'bot', userName: '@self' }

/** A name as a person, or as the service's account of that name. */
export const personOf = (who: Who): Party =>
  typeof who !== 'string' ? only(who) : services.has(who) ? named('service', who, who) : named('person', who, `@${who}`)

/** A name as a room. */
export const roomOf = (who: Who): Party => (typeof who === 'string' ? named('room', who, `@@${who}`) : only(who))

/** Those that a test is likely to speak of; they have no other UserName. */
const services: ReadonlySet<string> = new Set(['filehelper', 'weixin', 'fmessage', 'newsapp'])

const named = (kind: PartyKind, name: string, userName: string): Party => ({ id: name, kind, name, userName })

/** Contacts have more than a message says of them. */
const only = ({ id, kind, name, remark, userName }: Party): Party =>
  remark === undefined ? { id, kind, name, userName } : { id, kind, name, remark, userName }
