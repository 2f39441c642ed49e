import { recallWatcher } from '../../examples/recall-watcher.js'
import { forward, text } from '../../src/index.js'
import { behaviourMarble, conversing, message } from '../../src/testing/index.js'

const offer = message.text('1 < 2 & 3', { from: 'bob', room: 'team' })
const cat = message.image('c47', { from: 'alice' })

export const recallWatcherMarble = {
  ...behaviourMarble({
    title: 'the recall watcher says what was taken back: a text as a text, a picture once more',
    behaviour: conversing(recallWatcher),
    messages: 'a-b-c-d-e-',
    commands: '----x-(yz)-n-',
    values: {
      a: offer,
      b: cat,
      c: message.recall(offer.id, { from: 'bob', room: 'team' }),
      d: message.recall(cat.id, { from: 'alice' }),
      e: message.recall(offer.id, { from: 'alice', text: '"alice" 撤回了一条消息' }),
      x: text('filehelper', '[撤回 recalled] bob (team): 1 < 2 & 3'),
      y: text('filehelper', '[撤回 recalled] alice: [image]'),
      z: forward('filehelper', cat),
      n: text('filehelper', '[撤回 recalled] "alice" 撤回了一条消息 (not seen here)'),
    },
  }),
  when: 'recall-watcher',
}
