import { map } from 'rxjs'
import { hears, type Message } from '../../src/index.js'
import type { Marble } from '../../src/testing/index.js'
import { said } from '../messages.js'

export const hearsMarble = {
  title: 'hears keeps the texts that match',
  unit: 1_000,
  hot: { messages: 'a-b-c-d|' },
  run: ({ hot }) =>
    hot<Message>('messages').pipe(
      hears(/ding/i),
      map((message) => message.text),
    ),
  then: 'x---y--|',
  values: {
    a: said('alice', 'ding'),
    b: said('bob', 'hello'),
    c: said('bob', 'DING!'),
    d: said('bob', 'dong'),
    x: 'ding',
    y: 'DING!',
  },
} satisfies Marble
