import type { Marble } from '../../src/testing/index.js'
import { said } from '../messages.js'
import { stageHandling } from './stage-handling.js'

export const drained = {
  title: 'a stop that drains begins nothing more and lets running handlers end',
  unit: 1_000,
  hot: { messages: '(12)--3', stop: '-s' },
  given: { handler: ['---|'] },
  run: (tools) => stageHandling(tools, () => tools.given('handler'), {}, tools.hot('stop')),
  then: 'A--(ad)--',
  values: {
    1: said('alice', 'a'),
    2: said('alice', 'b'),
    3: said('bob', 'c'),
    a: 'a settled',
    s: 'stop',
    A: 'a begins',
    d: 'drained',
  },
} satisfies Marble
