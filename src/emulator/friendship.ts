import type { Account } from './account.js'
import { announce, deliver, deliverNotice } from './deliver.js'
import { noticesOf } from './notices.js'
import { wireText } from './wire-text.js'
import type { WorldState } from './world-state.js'

/** Becomes a friend of the account, which reads of it. */
export function befriend(world: WorldState, account: Account, id: string): void {
  account.requests.delete(id)
  account.asked.delete(id)
  account.friends.set(id, { id, remarkName: '', starred: false, deletedYou: false, blockedYou: false })
  announce(world, account, id, '6')
  const name = world.persons.get(id)?.nickName ?? id
  deliverNotice(world, account, id, wireText(noticesOf(world.settings).befriended(name)))
}

/** Says yes to the account that has asked: a text of the new friend instead of a notice. */
export function acceptAsked(world: WorldState, account: Account, id: string): void {
  account.asked.delete(id)
  account.friends.set(id, { id, remarkName: '', starred: false, deletedYou: false, blockedYou: false })
  announce(world, account, id, '6')
  deliver(world, id, account.id, { type: 1, content: wireText(noticesOf(world.settings).accepted()) })
}
