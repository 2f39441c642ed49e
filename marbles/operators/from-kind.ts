import { map } from 'rxjs'
import { fromKind, type Message } from '../../src/index.js'
import type { Marble } from '../../src/testing/index.js'
import { noticed, posted, said } from '../messages.js'

export const fromKindMarble = {
  title: 'fromKind keeps what senders of one kind say',
  unit: 1_000,
  hot: { messages: 'a-b-c-d-|' },
  run: ({ hot }) =>
    hot<Message>('messages').pipe(
      fromKind('person'),
      map(({ id }) => id),
    ),
  then: 'x-y-----|',
  values: {
    a: said('alice', 'hi'),
    b: said('bob', 'hi all', 'team'),
    c: posted('daily', 'news', 'official'),
    d: noticed('alice left', 'team'),
    x: 'alice: hi',
    y: 'bob: hi all',
  },
} satisfies Marble
