import type { OperationsMessage } from '../../src/actors/operations/operations-state.js'
import { failure } from '../../src/errors.js'
import type { Marble } from '../../src/testing/index.js'
import { createRoom, made, online, stageOperations, submit } from './stage-operations.js'

export const sessionLostInTheMiddle = {
  title: 'an operation that finds the session gone was not done: it waits for the next one, and is done there',
  unit: 1_000,
  hot: { commands: '(o1)----o' },
  given: { webwxcreatechatroom: ['-#', '-m|'] },
  run: (tools) => stageOperations(tools, tools.hot<OperationsMessage>('commands')),
  then: 'cL---c(sX)-',
  values: {
    o: online,
    1: submit(1, createRoom),
    m: made,
    c: 'webwxcreatechatroom',
    s: 'createRoom: served',
    L: 'lost',
    X: '1 done',
  },
  error: failure('loggedOut', { endpoint: 'webwxcreatechatroom', code: 1100 }),
} satisfies Marble
