export type { Account, AutoPhone, Friend, Membership, Sent, SentMedia, WebLogin } from './account.js'
export type { Bytes } from './bytes.js'
export { type Capability, capabilities, type Service } from './capability.js'
export { type AccountOptions, type Cast, type PersonOptions, type RoomOptions, smallCast } from './cast.js'
export type { AccountChanges } from './change-account.js'
export { controlPage } from './control/page.js'
export { type Exchange, type Exchanges, mostAtOnce } from './exchanges.js'
export { faultNames } from './fault-kinds.js'
export type { Fault, FaultPlan } from './fault-plan.js'
export type { HistoryEntry } from './history.js'
export { type BytesResponse, emulatorHttp } from './http.js'
export { madeBytes } from './made-bytes.js'
export type { Names } from './names.js'
export type { PersonVerbs } from './person.js'
export type { Phone } from './phone.js'
export type { RoomVerbs } from './room-verbs.js'
export type { MiniProgram, Music, SendVerbs } from './send-verbs.js'
export { type Server, type ServerOptions, startServer, type TlsFront, type TlsPorts } from './server.js'
export { defaultSettings, type Settings } from './settings.js'
export type { Json, JsonObject } from './wire-json.js'
export { createWorld, type RawEntry, type World, type WorldOptions } from './world.js'
export {
  type CodeEvent,
  type FaultEvent,
  type LoginEvent,
  type RecalledEvent,
  type ReceivedEvent,
  type SentEvent,
  type WorldEvent,
  worldEventTypes,
} from './world-event.js'
