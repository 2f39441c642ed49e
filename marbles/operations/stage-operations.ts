import { filter, map, merge, type Observable, of, Subject } from 'rxjs'
import type { Call } from '../../src/actors/call.js'
import type { Party } from '../../src/actors/message.js'
import type { Operation } from '../../src/actors/operations/operation.js'
import { operations } from '../../src/actors/operations/operations.js'
import type { OperationsEvent, OperationsMessage } from '../../src/actors/operations/operations-state.js'
import { actor } from '../../src/kernel/actor.js'
import { escalate } from '../../src/kernel/policy.js'
import type { MarbleTools } from '../../src/testing/index.js'
import { session, stageEnv } from '../stage.js'

/** The operations actor on a stage: each request, and how each operation ended. */
export function stageOperations(
  tools: MarbleTools,
  commands$: Observable<OperationsMessage>,
  pace: 'on' | 'off' = 'off',
): Observable<string> {
  const asked$ = new Subject<string>()
  const call: Call = (endpoint) => {
    asked$.next(endpoint.name)
    return tools.given(endpoint.name)
  }
  const actors = {
    env: stageEnv(tools),
    call,
    pace,
    located: (id: string) => of(`@${id}`),
    partyOf: (userName: string): Party => ({ id: userName, kind: 'person', name: '', userName }),
    book: () => undefined,
    inviteFrom: () => 40,
  }
  const events$ = commands$.pipe(
    actor(operations(actors), escalate),
    map(wordOf),
    filter((word) => word !== ''),
  )
  return merge(asked$, events$)
}

function wordOf(event: OperationsEvent): string {
  switch (event.type) {
    case 'answer':
      return `${event.task.id} ${event.result.type === 'done' ? 'done' : event.result.failure.kind}`
    case 'rateLimited':
      return `pause ${event.pause / 1_000} s`
    case 'capabilities':
      return `createRoom: ${event.capabilities.createRoom}`
    case 'lost':
      return 'lost'
    case 'trouble':
      return ''
  }
}

export const submit = (id: number, operation: Operation): OperationsMessage => ({
  type: 'submit',
  task: { id, operation, tooOften: 'wait' },
})

export const createRoom: Operation = { type: 'createRoom', members: ['alice', 'bob'], topic: '' }
export const renameRoom: Operation = { type: 'renameRoom', room: 'team', topic: 'New' }
export const remark: Operation = { type: 'remark', contact: 'alice', name: 'A' }

export const online: OperationsMessage = { type: 'online', sending: { session, self: '@me', epoch: 1 } }

/** What the service says to a room that it has made. */
export const made = { userName: '@@room', members: [], refusedBy: [] }
