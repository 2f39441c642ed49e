import type { Marble } from '../../src/testing/index.js'
import { said } from '../messages.js'
import { stageHandling } from './stage-handling.js'

export const oneAtATime = {
  title: 'one message of a conversation after the other, conversations side by side, and never more than the permits',
  unit: 1_000,
  hot: { messages: '(1234)' },
  given: { handler: ['--|', '---|', '--|', '-|'] },
  run: (tools) => stageHandling(tools, () => tools.given('handler'), { permits: 2 }),
  then: '(AC)-(aD)(cB)(db)',
  values: {
    1: said('alice', 'a'),
    2: said('alice', 'b'),
    3: said('bob', 'c'),
    4: said('carol', 'd'),
    a: 'a settled',
    b: 'b settled',
    c: 'c settled',
    d: 'd settled',
    A: 'a begins',
    B: 'b begins',
    C: 'c begins',
    D: 'd begins',
  },
} satisfies Marble
