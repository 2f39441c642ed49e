import { map } from 'rxjs'
import { inRoom, type Message } from '../../src/index.js'
import type { Marble } from '../../src/testing/index.js'
import { said } from '../messages.js'

export const inRoomMarble = {
  title: 'inRoom keeps what is said in rooms, or in one of them',
  unit: 1_000,
  hot: { messages: 'a-b-c|' },
  run: ({ hot }) =>
    hot<Message>('messages').pipe(
      inRoom('team'),
      map(({ id }) => id),
    ),
  then: '--y--|',
  values: {
    a: said('alice', 'hi'),
    b: said('alice', 'hi all', 'team'),
    c: said('alice', 'hi all', 'club'),
    y: 'alice: hi all',
  },
} satisfies Marble
