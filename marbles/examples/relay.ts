import { relay } from '../../examples/relay.js'
import { type Marble, message, told } from '../../src/testing/index.js'
import { handled } from '../handled.js'

export const relayMarble = {
  title: 'the relay passes texts on between two rooms, and nothing that was passed on before',
  when: 'relay',
  unit: 1_000,
  hot: { messages: 'a-b-c-d-e-' },
  run: (tools) => handled(tools, relay(['north', 'south'])),
  then: 'x-y-------',
  told,
  values: {
    a: message.text('Who is there?', { from: 'alice', room: 'north' }),
    b: message.text('I am.', { from: 'bob', room: 'south' }),
    c: message.text('a bot says: ⇄ [north] alice: Who is there?', { from: 'carol', room: 'south' }),
    d: message.text('And here?', { from: 'alice', room: 'west' }),
    e: message.text('A word with you.', { from: 'alice' }),
    x: 'to south: ⇄ [north] alice: Who is there?',
    y: 'to north: ⇄ [south] bob: I am.',
  },
} satisfies Marble
