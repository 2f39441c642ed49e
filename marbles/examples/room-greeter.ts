import { map } from 'rxjs'
import { roomGreeter } from '../../examples/room-greeter.js'
import type { Message } from '../../src/index.js'
import type { Marble } from '../../src/testing/index.js'
import { noticed, said, stageView, told } from '../messages.js'

export const roomGreeterMarble = {
  title: 'the greeter greets whoever joins a room, in Chinese and in English notices',
  unit: 1_000,
  hot: { messages: 'a-b-c-d-' },
  run: (tools) => roomGreeter(tools.hot<Message>('messages'), stageView(tools)).pipe(map(told)),
  then: 'x-y-----',
  values: {
    a: noticed('"Bob"邀请"Carol、Dave"加入了群聊', 'team'),
    b: noticed('Bob invited Erin to the group chat', 'team'),
    c: noticed('"Bob"修改群名为“Team”', 'team'),
    d: said('alice', '"Bob"邀请"Mallory"加入了群聊', 'team'),
    x: 'to team: 欢迎 Carol、Dave！ Welcome to team!',
    y: 'to team: 欢迎 Erin！ Welcome to team!',
  },
} satisfies Marble
