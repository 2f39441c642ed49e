import { map } from 'rxjs'
import { type Behaviour, limited, type Message, reply } from '../../src/index.js'
import type { Marble } from '../../src/testing/index.js'
import { said, stageView, told } from '../messages.js'

const joke: Behaviour = (messages$) => messages$.pipe(map((message) => reply(message, 'knock, knock')))
const notice = (message: Message, wait: number) => reply(message, `again in ${wait / 1_000} s`)

export const limitedMarble = {
  title: 'limited gives a behaviour so many messages of each person, and says once when it is too much',
  unit: 1_000,
  hot: { messages: 'aaaa--a-' },
  run: (tools) =>
    limited({ count: 1, per: 5_000, notice }, joke)(tools.hot<Message>('messages'), stageView(tools)).pipe(map(told)),
  then: 'xn----x-',
  values: { a: said('alice', 'joke'), x: 'to alice: knock, knock', n: 'to alice: again in 4 s' },
} satisfies Marble
