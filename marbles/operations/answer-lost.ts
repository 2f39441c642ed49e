import type { OperationsMessage } from '../../src/actors/operations/operations-state.js'
import { failure } from '../../src/errors.js'
import type { Marble } from '../../src/testing/index.js'
import { createRoom, online, remark, stageOperations, submit } from './stage-operations.js'

export const answerLost = {
  title: 'an answer is lost: a remark is set again, a room is not made twice',
  unit: 1_000,
  hot: { commands: '(o12)' },
  given: { webwxoplog: ['-#', '-v|'], webwxcreatechatroom: '-#' },
  run: (tools) => stageOperations(tools, tools.hot<OperationsMessage>('commands')),
  then: '(pc)Yp(X)-',
  values: {
    o: online,
    1: submit(1, remark),
    2: submit(2, createRoom),
    v: undefined,
    p: 'webwxoplog',
    c: 'webwxcreatechatroom',
    X: '1 done',
    Y: '2 network',
  },
  error: failure('network', { endpoint: 'webwxoplog', reason: 'ECONNRESET', sent: true }),
} satisfies Marble
