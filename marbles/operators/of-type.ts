import { map } from 'rxjs'
import { type Message, ofType } from '../../src/index.js'
import type { Marble } from '../../src/testing/index.js'
import { noticed, said } from '../messages.js'

export const ofTypeMarble = {
  title: 'ofType keeps messages of some kinds',
  unit: 1_000,
  hot: { messages: 'a-b|' },
  run: ({ hot }) =>
    hot<Message>('messages').pipe(
      ofType('system'),
      map(({ id }) => id),
    ),
  then: '--y|',
  values: { a: said('alice', 'hi'), b: noticed('alice joined', 'team'), y: 'team: alice joined' },
} satisfies Marble
