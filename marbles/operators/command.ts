import { map } from 'rxjs'
import { command, type Message } from '../../src/index.js'
import type { Marble } from '../../src/testing/index.js'
import { said } from '../messages.js'

export const commandMarble = {
  title: 'command keeps one command and splits its arguments; quotes keep words together',
  unit: 1_000,
  hot: { messages: 'a-b-c|' },
  run: ({ hot }) =>
    hot<Message>('messages').pipe(
      command('add'),
      map(({ args }) => args.join(' & ')),
    ),
  then: 'x---y|',
  values: {
    a: said('alice', '/add 1 "two words"'),
    b: said('bob', '/adder 1'),
    c: said('bob', '@me\u2005/ADD 3', 'team'),
    x: '1 & two words',
    y: '3',
  },
} satisfies Marble
