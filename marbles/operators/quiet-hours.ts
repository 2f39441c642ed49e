import { map } from 'rxjs'
import { type Message, quietHours } from '../../src/index.js'
import type { Marble } from '../../src/testing/index.js'
import { said } from '../messages.js'

export const quietHoursMarble = {
  title: 'quietHours holds what comes between 3:00 and 9:00 until it is 9:00',
  unit: 3_600_000,
  hot: { messages: 'a--b-a----a' },
  run: ({ hot, scheduler }) =>
    hot<Message>('messages').pipe(
      quietHours({ from: '3:00', to: '9:00', timeZone: 'UTC', scheduler }),
      map(({ from }) => from.name),
    ),
  then: 'x--------(yx)x',
  values: { a: said('alice', 'hi'), b: said('bob', 'hi'), x: 'alice', y: 'bob' },
} satisfies Marble
