import { type Answer, textAnswer } from './answer.js'
import { refusal } from './refusal.js'
import type { WorldState } from './world-state.js'

/** What the service does not let every web client do any more. */
export const capabilities = [
  'createRoom',
  'addMember',
  'inviteMember',
  'removeMember',
  'renameRoom',
  'leaveRoom',
  'acceptFriend',
  'requestFriend',
  'remark',
  'pin',
] as const

/** Something that the service may refuse. */
export type Capability = (typeof capabilities)[number]

/**
 * `served`, `refused` with the usual Ret, `empty`: status 200 and nothing, `created`: status 201 and nothing; a number is a
 * Ret.
 */
export type Service = 'served' | 'refused' | 'empty' | 'created' | number

/** What is known of accounts that may not: 1 for rooms, 1203 for friends. */
const usual = (capability: Capability): number =>
  capability === 'acceptFriend' || capability === 'requestFriend' ? 1203 : 1

/** The refusal of a service that this world does not give; undefined where it does. */
export function refusedService(world: WorldState, capability: Capability, endpoint: string): Answer | undefined {
  const service = world.services.get(capability) ?? 'served'
  if (service === 'served') return undefined
  if (service === 'empty') return textAnswer(200, '')
  if (service === 'created') return textAnswer(201, '')
  return refusal(endpoint, service === 'refused' ? usual(capability) : service)
}
