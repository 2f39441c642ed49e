import type { OperationsMessage } from '../../src/actors/operations/operations-state.js'
import { failure } from '../../src/errors.js'
import type { Marble } from '../../src/testing/index.js'
import { createRoom, made, online, stageOperations, submit } from './stage-operations.js'

export const refused = {
  title: 'a refusal is told at once and remembered; what is tried all the same and works, is served again',
  unit: 1_000,
  hot: { commands: '(o1)---2' },
  given: { webwxcreatechatroom: ['-#', '-m|'] },
  run: (tools) => stageOperations(tools, tools.hot<OperationsMessage>('commands')),
  then: 'c(iX)--c(sY)-',
  values: {
    o: online,
    1: submit(1, createRoom),
    2: submit(2, createRoom),
    m: made,
    c: 'webwxcreatechatroom',
    i: 'createRoom: impossible',
    s: 'createRoom: served',
    X: '1 refused',
    Y: '2 done',
  },
  error: failure('retcode', { endpoint: 'webwxcreatechatroom', code: 201, message: 'no answer' }),
} satisfies Marble
