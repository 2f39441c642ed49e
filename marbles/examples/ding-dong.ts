import { map } from 'rxjs'
import { dingDong } from '../../examples/ding-dong.js'
import type { Message } from '../../src/index.js'
import type { Marble } from '../../src/testing/index.js'
import { said, stageView, told } from '../messages.js'

export const dingDongMarble = {
  title: 'ding-dong answers "dong" to everybody who says "ding"',
  unit: 1_000,
  hot: { messages: 'a-b-c-' },
  run: (tools) => dingDong(tools.hot<Message>('messages'), stageView(tools)).pipe(map(told)),
  then: 'x---y-',
  values: {
    a: said('alice', 'ding'),
    b: said('bob', 'dingdong'),
    c: said('bob', 'DING', 'team'),
    x: 'to alice: dong',
    y: 'to team: dong',
  },
} satisfies Marble
