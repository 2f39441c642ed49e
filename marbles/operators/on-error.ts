import { map, scan, timer } from 'rxjs'
import { type Behaviour, hears, type Message, onError } from '../../src/index.js'
import type { Marble } from '../../src/testing/index.js'
import { said, stageView } from '../messages.js'

const counting: Behaviour = (messages$) =>
  messages$.pipe(
    hears(/./),
    scan((count, { text }) => {
      if (text === 'boom') throw new Error('boom')
      return count + 1
    }, 0),
    map((count) => ({ type: 'send', to: 'me', text: `${count}` })),
  )

export const onErrorMarble = {
  title: 'onError starts a behaviour anew, here after 2.5 s; what is said meanwhile is not heard',
  unit: 1_000,
  hot: { messages: 'a-a-b-a-a-' },
  run: (tools) =>
    onError((_, __, { scheduler }) => timer(2_500, scheduler), counting)(
      tools.hot<Message>('messages'),
      stageView(tools),
    ).pipe(map((one) => (one.type === 'send' ? one.text : ''))),
  then: '1-2-----1-',
  values: { a: said('alice', 'hi'), b: said('alice', 'boom') },
} satisfies Marble
