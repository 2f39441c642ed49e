import type { OperationsMessage } from '../../src/actors/operations/operations-state.js'
import { failure } from '../../src/errors.js'
import type { Marble } from '../../src/testing/index.js'
import { online, remark, renameRoom, stageOperations, submit } from './stage-operations.js'

export const tooOftenForRooms = {
  title: '1205 holds what is done to rooms for 30 s, then for 2 min; remarks go on',
  unit: 10_000,
  hot: { commands: '(o1)-2' },
  given: { webwxupdatechatroom: ['#', '#', '(u|)'], webwxoplog: '(v|)' },
  run: (tools) => stageOperations(tools, tools.hot<OperationsMessage>('commands')),
  then: '(rp)-(gY)(rq)-----------(rX)-',
  values: {
    o: online,
    1: submit(1, renameRoom),
    2: submit(2, remark),
    u: { members: [] },
    v: undefined,
    r: 'webwxupdatechatroom',
    g: 'webwxoplog',
    p: 'pause 30 s',
    q: 'pause 120 s',
    X: '1 done',
    Y: '2 done',
  },
  error: failure('retcode', { endpoint: 'webwxupdatechatroom', code: 1205, message: '' }),
} satisfies Marble
