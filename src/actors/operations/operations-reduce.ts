import { type Failure, failure } from '../../errors.js'
import type { Step } from '../../kernel/actor.js'
import { blamed, isOwnRefusal } from '../blame.js'
import { tooOften } from '../persist.js'
import { type Capabilities, knownCapabilities, learnt } from './capabilities.js'
import { type LaneName, laneNames, laneOf } from './lane.js'
import type {
  Lane,
  OperationResult,
  OperationsEffect,
  OperationsEvent,
  OperationsMessage,
  OperationsState,
  Task,
} from './operations-state.js'

export type OperationsStep = Step<OperationsState, OperationsEffect, OperationsEvent>

/** How many operations of one kind may wait; beyond it one fails at once. */
export const operationsLimit = 1_000

const emptyLane: Lane = { tasks: [], isBusy: false, isResting: false, level: 0 }

export const operationsStart: OperationsState = {
  lanes: { reading: emptyLane, contacts: emptyLane, friends: emptyLane, rooms: emptyLane },
  capabilities: knownCapabilities,
}

/** One operation of a kind after the other, the kinds side by side. */
export function operationsReduce(state: OperationsState, message: OperationsMessage): OperationsStep {
  switch (message.type) {
    case 'submit':
      return submit(state, message.task)
    case 'cancel':
      return { state: without(state, message.task) }
    case 'online':
      return beginAll({ ...state, online: message.sending })
    case 'offline':
      return { state: offline(state) }
    case 'answered':
      return answered(state, message.task, message.result)
    case 'lost':
      return lost(state, message)
    case 'tooOften':
      return slowDown(state, laneFor(message.task), message.failure)
    case 'rested':
      return begin(
        inLane(state, message.lane, (lane) => ({ ...lane, isResting: false })),
        message.lane,
      )
    case 'trouble':
      return { state, events: [{ type: 'trouble', failure: message.failure, attempt: message.attempt }] }
  }
}

const laneFor = ({ operation }: Task): LaneName => laneOf(operation.type)

const inLane = (state: OperationsState, name: LaneName, change: (lane: Lane) => Lane): OperationsState => ({
  ...state,
  lanes: { ...state.lanes, [name]: change(state.lanes[name]) },
})

function offline({ online: _, ...state }: OperationsState): OperationsState {
  return state
}

function withoutBlame({ blame: _, ...state }: OperationsState): OperationsState {
  return state
}

const failed = (task: Task, why: Failure): OperationsEvent => ({
  type: 'answer',
  task,
  result: { type: 'failed', failure: why },
})

function submit(state: OperationsState, task: Task): OperationsStep {
  const name = laneFor(task)
  const { tasks, isResting } = state.lanes[name]
  if (tasks.length >= operationsLimit)
    return { state, events: [failed(task, failure('overflow', { queue: 'operations', limit: operationsLimit }))] }
  if (isResting && task.tooOften === 'refuse') return { state, events: [failed(task, refusedAsTooOften(task))] }
  return begin(
    inLane(state, name, (lane) => ({ ...lane, tasks: [...tasks, task] })),
    name,
  )
}

const refusedAsTooOften = ({ operation }: Task): Failure =>
  failure('refused', { code: 1205, reason: 'too often; wait before the next try', operation: operation.type })

/** One that is on its way is done whether or not somebody waits. */
const without = (state: OperationsState, task: Task): OperationsState =>
  inLane(state, laneFor(task), (lane) => ({
    ...lane,
    tasks: lane.tasks.filter(({ id }, at) => id !== task.id || (at === 0 && lane.isBusy)),
  }))

function begin(state: OperationsState, name: LaneName): OperationsStep {
  const { tasks, isBusy, isResting } = state.lanes[name]
  const [task] = tasks
  if (task === undefined || state.online === undefined || isBusy || isResting) return { state }
  const next = inLane(state, name, (lane) => ({ ...lane, isBusy: true }))
  return { state: next, effects: [{ type: 'attempt', task, sending: state.online }] }
}

function beginAll(state: OperationsState): OperationsStep {
  return laneNames.reduce<OperationsStep>(
    (step, name) => {
      const next = begin(step.state, name)
      return { state: next.state, effects: [...(step.effects ?? []), ...(next.effects ?? [])] }
    },
    { state },
  )
}

function answered(state: OperationsState, task: Task, result: OperationResult): OperationsStep {
  const name = laneFor(task)
  const capabilities = after(state.capabilities, task, result)
  const next = inLane({ ...(result.type === 'done' ? withoutBlame(state) : state), capabilities }, name, (lane) => ({
    ...lane,
    tasks: lane.tasks.filter(({ id }) => id !== task.id),
    isBusy: false,
    level: result.type === 'done' ? 0 : lane.level,
  }))
  const step = begin(next, name)
  const changed: readonly OperationsEvent[] =
    capabilities === state.capabilities ? [] : [{ type: 'capabilities', capabilities }]
  return { ...step, events: [...changed, { type: 'answer', task, result }] }
}

function lost(
  state: OperationsState,
  { task, failure: why, sid }: OperationsMessage & { type: 'lost' },
): OperationsStep {
  const idle = inLane(state, laneFor(task), (lane) => ({ ...lane, isBusy: false }))
  // Another one found out before, and told of it.
  if (state.online?.session.sid !== sid) return beginAll(idle)
  if (isOwnRefusal(state.blame, sid)) return answered(state, task, { type: 'failed', failure: why })
  return { state: { ...offline(idle), blame: blamed(state.blame, sid) }, events: [{ type: 'lost', failure: why, sid }] }
}

/** What the bot refuses by itself says nothing about the service. */
function after(known: Capabilities, { operation }: Task, result: OperationResult): Capabilities {
  if (result.type === 'done') return learnt(known, operation.type, undefined)
  return result.failure.kind === 'refused' ? learnt(known, operation.type, result.failure.detail.code) : known
}

/** The service wants to be left alone: the operation stays first, unless its asker would rather hear a no. */
function slowDown(state: OperationsState, name: LaneName, why: Failure): OperationsStep {
  const { level, tasks } = state.lanes[name]
  const pause = Math.min(tooOften.max, tooOften.first * tooOften.factor ** level)
  const impatient = tasks.filter((task) => task.tooOften === 'refuse')
  const [first] = tasks
  return {
    state: inLane(state, name, () => ({
      tasks: tasks.filter((task) => task.tooOften === 'wait'),
      isBusy: false,
      isResting: true,
      level: level + 1,
    })),
    events: [
      { type: 'rateLimited', pause, lane: name },
      ...impatient.map((task) => failed(task, task === first ? refusedWith(task, why) : refusedAsTooOften(task))),
    ],
    effects: [{ type: 'rest', lane: name, pause }],
  }
}

const refusedWith = (task: Task, why: Failure): Failure =>
  why.kind === 'retcode'
    ? failure('refused', { code: why.detail.code, reason: why.detail.message, operation: task.operation.type })
    : refusedAsTooOften(task)

/** What may be done twice without harm; of anything else nobody knows after a crash whether it was done. */
const repeatable: ReadonlySet<string> = new Set(['remark', 'pin', 'markRead', 'search', 'renameRoom'])

export const isRepeatable = ({ operation }: Task): boolean => repeatable.has(operation.type)

/** After a crash: rests begin anew, what was on its way is done again where that does no harm. */
export function operationsRestart(last: OperationsState): OperationsStep {
  const lost = laneNames.flatMap((name) => {
    const { tasks, isBusy } = last.lanes[name]
    return tasks.slice(0, isBusy ? 1 : 0).filter((task) => !isRepeatable(task))
  })
  const idle = laneNames.reduce(
    (state, name) =>
      inLane(state, name, (lane) => ({
        ...lane,
        tasks: lane.tasks.filter((task) => !lost.includes(task)),
        isBusy: false,
        isResting: false,
      })),
    last,
  )
  const step = beginAll(idle)
  return { ...step, events: lost.map((task) => failed(task, failure('stopped', { what: 'the answer came' }))) }
}
