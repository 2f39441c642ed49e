import type { Failure } from '../../errors.js'
import type { Blame } from '../blame.js'
import type { Sending } from '../sender/sender-state.js'
import type { Capabilities } from './capabilities.js'
import type { LaneName } from './lane.js'
import type { Operation, OperationAnswers, OperationName } from './operation.js'

/** An operation that somebody waits for. */
export interface Task {
  readonly id: number
  readonly operation: Operation
  /** After 1205: `wait` until the service may be asked again, or be refused with that code. */
  readonly tooOften: 'wait' | 'refuse'
}

export type OperationResult =
  | { readonly type: 'done'; readonly answer: OperationAnswers[OperationName] }
  | { readonly type: 'failed'; readonly failure: Failure }

export interface Lane {
  /** The first one is on its way if `isBusy`. */
  readonly tasks: readonly Task[]
  readonly isBusy: boolean
  /** The service wants to be left alone. */
  readonly isResting: boolean
  /** How often in a row it said so. */
  readonly level: number
}

export interface OperationsState {
  readonly online?: Sending
  readonly lanes: Readonly<Record<LaneName, Lane>>
  readonly capabilities: Capabilities
  /** Sessions that operations have ended, since one was last done. */
  readonly blame?: Blame
}

export type OperationsMessage =
  | { readonly type: 'submit'; readonly task: Task }
  /** Nobody waits for it any more: it is not begun. One that is on its way goes on. */
  | { readonly type: 'cancel'; readonly task: Task }
  | { readonly type: 'online'; readonly sending: Sending }
  | { readonly type: 'offline' }
  | { readonly type: 'answered'; readonly task: Task; readonly result: OperationResult }
  /** The session is over; it was surely not done and stays. */
  | { readonly type: 'lost'; readonly task: Task; readonly failure: Failure; readonly sid: string }
  | { readonly type: 'tooOften'; readonly task: Task; readonly failure: Failure }
  | { readonly type: 'rested'; readonly lane: LaneName }
  | { readonly type: 'trouble'; readonly failure: Failure; readonly attempt: number }

export type OperationsEffect =
  | { readonly type: 'attempt'; readonly task: Task; readonly sending: Sending }
  | { readonly type: 'rest'; readonly lane: LaneName; readonly pause: number }

export type OperationsEvent =
  | { readonly type: 'answer'; readonly task: Task; readonly result: OperationResult }
  | { readonly type: 'capabilities'; readonly capabilities: Capabilities }
  /** 1205: this kind of operation pauses for `pause` ms. */
  | { readonly type: 'rateLimited'; readonly pause: number; readonly lane: LaneName }
  | { readonly type: 'lost'; readonly failure: Failure; readonly sid: string }
  | { readonly type: 'trouble'; readonly failure: Failure; readonly attempt: number }
