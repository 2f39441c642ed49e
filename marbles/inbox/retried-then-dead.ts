import type { Marble } from '../../src/testing/index.js'
import { said } from '../messages.js'
import { stageHandling } from './stage-handling.js'

export const retriedThenDead = {
  title:
    'a handler that fails is tried again after 1 s and 2 s, and then the message is a dead letter; the next one of its conversation waits',
  unit: 1_000,
  hot: { messages: '(12)' },
  given: { handler: ['#', '#', '#', '|'] },
  run: (tools) => stageHandling(tools, () => tools.given('handler')),
  then: 'BB-(BdXx)',
  values: {
    1: said('alice', 'poison'),
    2: said('alice', 'next'),
    x: 'next settled',
    B: 'poison begins',
    X: 'next begins',
    d: 'poison: cannot',
  },
  error: new Error('cannot'),
} satisfies Marble
