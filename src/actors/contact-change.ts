import type { Known } from './address-book.js'
import type { Party } from './message.js'

/** A change of the address book that happened on the phone, by this bot or at somebody else's end, as sync brought it. */
export type ContactChange =
  /** A new friend, a followed account, or a room that this account has come into. */
  | { readonly type: 'added'; readonly contact: Known }
  /** As it was when it was last known. Who deletes this account is not told of. */
  | { readonly type: 'removed'; readonly contact: Known }
  /** Another nickname, or another topic of a room; `before` is the old one. */
  | { readonly type: 'renamed'; readonly contact: Known; readonly before: string }
  /** Another remark name; '' for none. */
  | { readonly type: 'remarked'; readonly contact: Known; readonly before: string }
  /** People came into a room. */
  | { readonly type: 'joined'; readonly contact: Known; readonly members: readonly Party[] }
  /** People went from a room, or were taken out. */
  | { readonly type: 'left'; readonly contact: Known; readonly members: readonly Party[] }
