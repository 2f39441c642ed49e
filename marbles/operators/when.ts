import { map } from 'rxjs'
import { type Behaviour, hears, type Message, reply, when } from '../../src/index.js'
import type { Marble } from '../../src/testing/index.js'
import { said, stageView, told } from '../messages.js'

const ding: Behaviour = (messages$) =>
  messages$.pipe(
    hears(/ding/),
    map((message) => reply(message, 'dong')),
  )

export const whenMarble = {
  title: 'when gives a behaviour messages only while it holds',
  unit: 1_000,
  hot: { messages: 'a-a-a-a', holds: '-y---n-' },
  run: (tools) =>
    when(tools.hot<string>('holds').pipe(map((holds) => holds === 'y')), ding)(
      tools.hot<Message>('messages'),
      stageView(tools),
    ).pipe(map(told)),
  then: '--x-x--',
  values: { a: said('alice', 'ding'), x: 'to alice: dong' },
} satisfies Marble
