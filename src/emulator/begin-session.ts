import type { Account } from './account.js'
import { endSession } from './end-session.js'
import { createNames, type NameKind } from './names.js'
import type { Session } from './session.js'
import { specialNames } from './special-persons.js'
import type { WorldState } from './world-state.js'

/** A new web login: it ends the one before with 1101, and everybody gets a new UserName. */
export function beginSession(world: WorldState, account: Account, desktop: boolean): Session {
  endSession(world, account, 1101)
  const { random, now } = world
  const serial = world.sessions.size + 1
  const session: Session = {
    serial,
    account: account.id,
    uin: account.uin,
    // A `+` and a `/` in it, as in many real ones: they show who encodes badly.
    sid: `+${random.token(6).replaceAll(/[_-]/g, 'k')}/${random.token(8).replaceAll(/[_-]/g, 'Q')}`,
    skey: skey(world),
    freshSkey: skey(world),
    passTicket: encodeURIComponent(`${random.token(2)}+L+${random.token(20)}/${random.token(16)}=`),
    dataTicket: `gS${random.token(22).replaceAll(/[_-]/g, 'x')}`,
    startedAt: Math.floor(now() / 1_000),
    names: createNames(`${world.seed}/${serial}`, (id) => kindOf(world, id)),
    desktop,
    initialised: false,
    renewedAt: now(),
  }
  world.sessions.set(session.sid, session)
  account.session = session
  account.device = {
    uvid: random.hex(96),
    ticket: `CIsBEN${random.token(12)}+${random.token(16)}/${random.token(8)}==`,
    until: now() + world.settings.pushLife,
  }
  world.tell({ type: 'login', account: account.id, online: true })
  return session
}

const skey = ({ random }: WorldState): string => `@crypt_${random.hex(8)}_${random.hex(32)}`

function kindOf(world: WorldState, id: string): NameKind {
  if (world.rooms.has(id)) return 'room'
  return specialNames.has(id) ? 'fixed' : 'person'
}
