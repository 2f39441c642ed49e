import { Ret } from '../../protocol/retcode.js'
import type { OperationName } from './operation.js'

/**
 * `served`: it works. `mayBeRefused`: for many accounts it does not. `impossible`: the web protocol has no way to do it, or the service
 * has said so to this account. What is impossible is tried all the same when asked for, and is `served` once it worked.
 */
export type Capability = 'served' | 'mayBeRefused' | 'impossible'

/** What the web protocol has no way to do, however often people ask. */
export type Unserved =
  | 'sendVoice'
  | 'sendLink'
  | 'sendMiniProgram'
  | 'notifyMentioned'
  | 'payment'
  | 'moments'
  | 'history'
  | 'deleteContact'

/** What the service may refuse. */
export type CapabilityName = OperationName | 'sendText' | 'sendMedia' | 'forward' | 'revoke' | Unserved

/** What the service does for this account, as far as is known: it learns from refusals and successes. */
export type Capabilities = Readonly<Record<CapabilityName, Capability>>

/** What is known before anything was tried. Rooms were closed to many web clients in 2018, friend requests later. */
export const knownCapabilities: Capabilities = {
  sendText: 'served',
  sendMedia: 'served',
  forward: 'served',
  revoke: 'served',
  markRead: 'served',
  remark: 'served',
  pin: 'served',
  search: 'served',
  renameRoom: 'served',
  accept: 'mayBeRefused',
  befriend: 'mayBeRefused',
  createRoom: 'mayBeRefused',
  invite: 'mayBeRefused',
  remove: 'mayBeRefused',
  leaveRoom: 'mayBeRefused',
  sendVoice: 'impossible',
  sendLink: 'impossible',
  sendMiniProgram: 'impossible',
  notifyMentioned: 'impossible',
  payment: 'impossible',
  moments: 'impossible',
  history: 'impossible',
  deleteContact: 'impossible',
}

/** Codes that speak of this one room or person, of the moment, or of the session, and not of what the service does. */
const passing: ReadonlySet<number> = new Set([Ret.tooOften, Ret.receiverRefused, Ret.phoneOffline])

/**
 * What is known after an operation worked, or was refused with a code. "Not permitted" (1) may be meant for the one room or ticket and only
 * casts doubt; any other refusal says that this account may not.
 */
export function learnt(known: Capabilities, name: OperationName, code: number | undefined): Capabilities {
  const next = capabilityAfter(known[name], code)
  return known[name] === next ? known : { ...known, [name]: next }
}

function capabilityAfter(before: Capability, code: number | undefined): Capability {
  if (code === undefined) return 'served'
  if (passing.has(code)) return before
  return code === Ret.badArgument && before !== 'impossible' ? 'mayBeRefused' : 'impossible'
}
