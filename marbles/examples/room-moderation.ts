import { roomModeration } from '../../examples/room-moderation.js'
import { text } from '../../src/index.js'
import { behaviourMarble, conversing, message } from '../../src/testing/index.js'

const bob = { from: 'bob', room: 'team' }
const spam = message.text('SPAM!', bob)

export const roomModerationMarble = {
  ...behaviourMarble({
    title: 'moderation warns three times in the room; then the owner is told, and counting begins anew',
    behaviour: conversing(roomModeration({ words: ['spam', '刷单'], owner: 'filehelper' })),
    messages: 'shsrcsss',
    commands: 'x-yn-zox',
    values: {
      s: spam,
      h: message.text('hello', bob),
      r: message.text('刷 单 吗', { from: 'carol', room: 'team' }),
      c: message.text('spam', { from: 'bob' }),
      x: text('team', "@bob 请不要发「spam」 please don't: 1/3"),
      y: text('team', "@bob 请不要发「spam」 please don't: 2/3"),
      n: text('team', "@carol 请不要发「刷单」 please don't: 1/3"),
      z: text('team', "@bob 请不要发「spam」 please don't: 3/3"),
      o: text('filehelper', 'bob (team) 屡劝不听 does not stop:\n> SPAM!\n> SPAM!\n> SPAM!\n> SPAM!'),
    },
  }),
  when: 'room-moderation',
}
