import { map } from 'rxjs'
import { keywordBot } from '../../examples/keyword-bot.js'
import type { Message } from '../../src/index.js'
import type { Marble } from '../../src/testing/index.js'
import { said, stageView, told } from '../messages.js'

export const keywordBotMarble = {
  title: 'the keyword bot adds, echoes, and says what it does not understand',
  unit: 1_000,
  hot: { messages: 'a-b-c-d-' },
  run: (tools) => keywordBot(tools.hot<Message>('messages'), stageView(tools)).pipe(map(told)),
  then: 'w-x-y---',
  values: {
    a: said('alice', '/add 1 2 3'),
    b: said('alice', '/add one'),
    c: said('alice', '/echo "two words" more'),
    d: said('alice', 'add 1 2'),
    w: 'to alice: 1 + 2 + 3 = 6',
    x: 'to alice: write numbers, as in /add 1 2 3',
    y: 'to alice: two words more',
  },
} satisfies Marble
