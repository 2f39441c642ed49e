import { expect, test } from 'vitest'
import type { Operation } from '../../../../src/actors/operations/operation.js'
import {
  type OperationsStep,
  operationsLimit,
  operationsReduce,
  operationsRestart,
  operationsStart,
} from '../../../../src/actors/operations/operations-reduce.js'
import type { OperationsMessage, OperationsState, Task } from '../../../../src/actors/operations/operations-state.js'
import { failure } from '../../../../src/errors.js'
import { aSession } from '../../../support/a-session.js'

const rename: Operation = { type: 'renameRoom', room: 'r', topic: 't' }
const remark: Operation = { type: 'remark', contact: 'p', name: 'n' }
const create: Operation = { type: 'createRoom', members: ['a', 'b'], topic: '' }

const task = (id: number, operation: Operation = rename, tooOften: Task['tooOften'] = 'wait'): Task => ({
  id,
  operation,
  tooOften,
})
const submit = (one: Task): OperationsMessage => ({ type: 'submit', task: one })
const online: OperationsMessage = { type: 'online', sending: { session: aSession, self: '@me', epoch: 1 } }
const done = (one: Task): OperationsMessage => ({
  type: 'answered',
  task: one,
  result: { type: 'done', answer: undefined },
})
const often = failure('retcode', { endpoint: 'webwxupdatechatroom', code: 1205, message: '操作太频繁' })
const gone = failure('loggedOut', { endpoint: 'webwxupdatechatroom', code: 1100 })

function walk(
  messages: readonly OperationsMessage[],
  from: OperationsState = operationsStart,
): readonly OperationsStep[] {
  const steps: OperationsStep[] = []
  for (const message of messages) steps.push(operationsReduce(steps.at(-1)?.state ?? from, message))
  return steps
}

const begun = ({ effects = [] }: OperationsStep): readonly (number | string)[] =>
  effects.map((effect) => (effect.type === 'rest' ? `rest ${effect.lane} ${effect.pause}` : effect.task.id))

const told = ({ events = [] }: OperationsStep): readonly string[] =>
  events.flatMap((event) => {
    if (event.type !== 'answer') return event.type
    return `${event.task.id} ${event.result.type === 'done' ? 'done' : event.result.failure.kind}`
  })

test('nothing is begun without a session; of each kind one goes at a time, the kinds side by side', () => {
  const steps = walk([submit(task(1)), submit(task(2)), submit(task(3, remark)), online, done(task(1))])
  expect(steps.map(begun)).toEqual([[], [], [], [3, 1], [2]])
})

test('what is lost with its session stays first, and begins again with the next one', () => {
  const lost: OperationsMessage = { type: 'lost', task: task(1), failure: gone, sid: aSession.sid }
  const steps = walk([online, submit(task(1)), submit(task(2)), lost, online])
  expect(steps.map(begun)).toEqual([[], [1], [], [], [1]])
  expect(steps[3]?.events).toEqual([{ type: 'lost', failure: gone, sid: aSession.sid }])
})

test('a loss of a session that is long gone is not told, and the new one goes on', () => {
  const lost: OperationsMessage = { type: 'lost', task: task(1), failure: gone, sid: 'another' }
  const steps = walk([online, submit(task(1)), lost])
  expect(steps.map(begun)).toEqual([[], [1], [1]])
  expect(steps.map(told)).toEqual([[], [], []])
})

test('a session that was opened anew and is said to be over again is not the matter: the operation is refused', () => {
  const lost: OperationsMessage = { type: 'lost', task: task(1), failure: gone, sid: aSession.sid }
  const steps = walk([online, submit(task(1)), lost, { type: 'offline' }, online, lost])
  expect(steps.map(told)).toEqual([[], [], ['lost'], [], [], ['1 loggedOut']])
  const another = walk([online, submit(task(1)), submit(task(3, remark)), lost, { ...lost, task: task(3, remark) }])
  expect(another.map(told)).toEqual([[], [], [], ['lost'], []])
  const praised = walk([
    online,
    submit(task(1)),
    submit(task(2)),
    lost,
    online,
    done(task(1)),
    { ...lost, task: task(2) },
  ])
  expect(praised.at(-1)?.events).toMatchObject([{ type: 'lost' }])
})

test('too often: the kind rests longer each time, the impatient are told, the others wait', () => {
  const refused = task(2, rename, 'refuse')
  const tooOften: OperationsMessage = { type: 'tooOften', task: task(1), failure: often }
  const rested: OperationsMessage = { type: 'rested', lane: 'rooms' }
  const steps = walk([
    online,
    submit(task(1)),
    submit(refused),
    tooOften,
    submit(task(3, rename, 'refuse')),
    submit(task(4, remark)),
    submit(task(6)),
    rested,
    tooOften,
    rested,
    done(task(1)),
    submit(task(5)),
    { ...tooOften, task: task(6) },
  ])
  expect(steps.map(begun)).toEqual([
    [],
    [1],
    [],
    ['rest rooms 30000'],
    [],
    [4],
    [],
    [1],
    ['rest rooms 120000'],
    [1],
    [6],
    [],
    ['rest rooms 30000'],
  ])
  expect(steps.map(told).slice(2, 7)).toEqual([[], ['rateLimited', '2 refused'], ['3 refused'], [], []])
})

test('whoever was asked for impatiently hears the words of the service', () => {
  const impatient = task(1, rename, 'refuse')
  const [, , step] = walk([online, submit(impatient), { type: 'tooOften', task: impatient, failure: often }])
  expect(step?.events?.at(-1)).toMatchObject({
    result: { failure: { kind: 'refused', detail: { code: 1205, reason: '操作太频繁', operation: 'renameRoom' } } },
  })
})

test('what nobody waits for is taken out, but not while it is on its way', () => {
  const cancel = (one: Task): OperationsMessage => ({ type: 'cancel', task: one })
  const steps = walk([online, submit(task(1)), submit(task(2)), submit(task(3)), cancel(task(2)), cancel(task(1))])
  const [after] = walk([done(task(1))], steps.at(-1)?.state)
  expect(after && begun(after)).toEqual([3])
})

test('a full queue says so', () => {
  const waiting = Array.from({ length: operationsLimit }, (_, at) => submit(task(at)))
  const steps = walk([...waiting, submit(task(-1)), submit(task(-2, remark))])
  expect(steps.slice(-2).map(told)).toEqual([['-1 overflow'], []])
})

test('it learns from what the service says, and not from what nobody knows', () => {
  const answer = (operation: Operation, why: ReturnType<typeof failure>): OperationsMessage => ({
    type: 'answered',
    task: task(1, operation),
    result: { type: 'failed', failure: why },
  })
  const refusal = failure('refused', { code: -1000, reason: '', operation: 'createRoom' })
  const steps = walk([
    answer(create, failure('timeout', { endpoint: 'webwxcreatechatroom', after: 15_000 })),
    answer(create, refusal),
    answer(create, refusal),
    done(task(1, create)),
  ])
  expect(steps.map(({ state }) => state.capabilities.createRoom)).toEqual([
    'mayBeRefused',
    'impossible',
    'impossible',
    'served',
  ])
  expect(steps.map(told)).toEqual([
    ['1 timeout'],
    ['capabilities', '1 refused'],
    ['1 refused'],
    ['capabilities', '1 done'],
  ])
})

test('after a crash what does no harm is done again, and of the rest its asker hears', () => {
  const steps = walk([online, submit(task(1, create)), submit(task(2)), submit(task(3, remark))])
  const last = steps.at(-1)?.state
  if (last === undefined) throw new Error('no state')
  const restarted = operationsRestart(last)
  expect([begun(restarted), told(restarted)]).toEqual([[3, 2], ['1 stopped']])
})
