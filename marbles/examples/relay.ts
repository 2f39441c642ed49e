import { relay } from '../../examples/relay.js'
import { text } from '../../src/index.js'
import { behaviourMarble, handling, message } from '../../src/testing/index.js'

export const relayMarble = {
  ...behaviourMarble({
    title: 'the relay passes texts on between two rooms, and nothing that was passed on before',
    behaviour: handling(relay(['north', 'south'])),
    messages: 'a-b-c-d-e-',
    commands: 'x-y-------',
    values: {
      a: message.text('Who is there?', { from: 'alice', room: 'north' }),
      b: message.text('I am.', { from: 'bob', room: 'south' }),
      c: message.text('a bot says: ⇄ [north] alice: Who is there?', { from: 'carol', room: 'south' }),
      d: message.text('And here?', { from: 'alice', room: 'west' }),
      e: message.text('A word with you.', { from: 'alice' }),
      x: text('south', '⇄ [north] alice: Who is there?'),
      y: text('north', '⇄ [south] bob: I am.'),
    },
  }),
  when: 'relay',
}
