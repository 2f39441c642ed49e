import { map } from 'rxjs'
import { direct, type Message } from '../../src/index.js'
import type { Marble } from '../../src/testing/index.js'
import { posted, said } from '../messages.js'

export const directMarble = {
  title: 'direct keeps what one person says, outside of rooms',
  unit: 1_000,
  hot: { messages: 'a-b-c-d-|' },
  run: ({ hot }) =>
    hot<Message>('messages').pipe(
      direct(),
      map(({ id }) => id),
    ),
  then: 'x-----y-|',
  values: {
    a: said('alice', 'hi'),
    b: said('alice', 'hi all', 'team'),
    c: posted('daily', 'news', 'official'),
    d: posted('filehelper', 'note', 'service'),
    x: 'alice: hi',
    y: 'filehelper: note',
  },
} satisfies Marble
