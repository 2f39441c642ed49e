import { map } from 'rxjs'
import { bursts, type Message } from '../../src/index.js'
import type { Marble } from '../../src/testing/index.js'
import { said } from '../messages.js'

export const burstsMarble = {
  title: 'bursts joins the lines of one person until there is a silence, or until there are enough',
  unit: 1_000,
  hot: { messages: 'a-bc-----aaac---' },
  run: ({ hot, scheduler }) =>
    hot<Message>('messages').pipe(
      bursts({ quiet: 3_000, max: 3, scheduler }),
      map(({ from, text }) => `${from.name}: ${text}`),
    ),
  then: '-----xy----z---y',
  values: {
    a: said('alice', 'hi'),
    b: said('alice', 'there'),
    c: said('bob', 'ho'),
    x: 'alice: hi\nthere',
    y: 'bob: ho',
    z: 'alice: hi\nhi\nhi',
  },
} satisfies Marble
