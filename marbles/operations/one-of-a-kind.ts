import type { OperationsMessage } from '../../src/actors/operations/operations-state.js'
import type { Marble } from '../../src/testing/index.js'
import { createRoom, made, online, remark, renameRoom, stageOperations, submit } from './stage-operations.js'

export const oneOfAKind = {
  title:
    'operations wait for a session; then one of a kind goes at a time, the kinds side by side, and the bot learns what works',
  unit: 1_000,
  hot: { commands: '12-3o' },
  given: { webwxcreatechatroom: '--m|', webwxupdatechatroom: '--u|', webwxoplog: '-v|' },
  run: (tools) => stageOperations(tools, tools.hot<OperationsMessage>('commands')),
  then: '----(pc)Z(sXr)-Y--',
  values: {
    1: submit(1, createRoom),
    2: submit(2, renameRoom),
    3: submit(3, remark),
    o: online,
    m: made,
    u: { members: [] },
    v: undefined,
    c: 'webwxcreatechatroom',
    r: 'webwxupdatechatroom',
    p: 'webwxoplog',
    s: 'createRoom: served',
    X: '1 done',
    Y: '2 done',
    Z: '3 done',
  },
} satisfies Marble
