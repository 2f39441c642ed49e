import type { Party } from '../../index.js'

/** Who is meant in a made message: somebody made by `contact` or `room`, or a name, which is the id, too. */
export type Who = string | Party

/** The account that the bot speaks for. */
export const selfParty: Party = { id: 'self', name: 'bot', userName: '@self' }

/** A name as a person. */
export const personOf = (who: Who): Party => (typeof who === 'string' ? named(who, `@${who}`) : only(who))

/** A name as a room. */
export const roomOf = (who: Who): Party => (typeof who === 'string' ? named(who, `@@${who}`) : only(who))

const named = (name: string, userName: string): Party => ({ id: name, name, userName })

/** Contacts have more than a message says of them. */
const only = ({ id, name, userName }: Party): Party => ({ id, name, userName })
