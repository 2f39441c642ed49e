import { map } from 'rxjs'
import { allowed, type Message } from '../../src/index.js'
import type { Marble } from '../../src/testing/index.js'
import { said } from '../messages.js'

export const allowedMarble = {
  title: 'allowed keeps those who may, by own id: a namesake is nobody',
  unit: 1_000,
  hot: { messages: 'a-b-c|' },
  run: ({ hot }) =>
    hot<Message>('messages').pipe(
      allowed('p_alice'),
      map(({ id }) => id),
    ),
  then: 'x---z|',
  values: {
    a: said('p_alice', 'stop'),
    b: { ...said('p_mallory', 'stop'), from: { id: 'p_mallory', name: 'p_alice', userName: '@m' } },
    c: said('p_alice', 'stop all', 'team'),
    x: 'p_alice: stop',
    z: 'p_alice: stop all',
  },
} satisfies Marble
