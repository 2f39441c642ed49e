import type { Marble } from '../../src/testing/index.js'
import { said } from '../messages.js'
import { stageHandling } from './stage-handling.js'

export const busySwitch = {
  title: 'busy: switch cancels the running handler for a newer message of the conversation, and settles both',
  unit: 1_000,
  hot: { messages: '1--2' },
  given: { handler: ['-----|', '--|'] },
  run: (tools) => stageHandling(tools, () => tools.given('handler'), { busy: 'switch' }),
  then: 'A--(aB)-b',
  during: { handler: ['^--!', '---^-!'] },
  values: {
    1: said('alice', 'a'),
    2: said('alice', 'ab'),
    a: 'a settled',
    b: 'ab settled',
    A: 'a begins',
    B: 'ab begins',
  },
} satisfies Marble
