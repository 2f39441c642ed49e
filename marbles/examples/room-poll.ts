import { roomPoll } from '../../examples/room-poll.js'
import { text } from '../../src/index.js'
import { behaviourMarble, conversing, message } from '../../src/testing/index.js'

const by = (from: string, line: string) => message.text(line, { from, room: 'team' })

export const roomPollMarble = {
  ...behaviourMarble({
    title: 'a room votes by numbers: the last word of each counts, and who asked ends it',
    behaviour: conversing(roomPoll),
    messages: 'abcdefghi',
    commands: 'w----x-y-',
    values: {
      a: by('alice', '/poll Lunch? | noodles | rice'),
      b: by('bob', '1'),
      c: by('carol', '2'),
      d: by('bob', '2'),
      e: by('carol', '3'),
      f: by('dave', '/poll'),
      g: by('bob', '/end'),
      h: by('alice', '/end'),
      i: by('bob', '1'),
      w: text('team', '🗳 Lunch?\n1. noodles\n2. rice\n回复数字投票 Vote with a number.'),
      x: text('team', '🗳 Lunch?\n1. noodles: 0\n2. rice: 2'),
      y: text('team', '结束 closed\n🗳 Lunch?\n1. noodles: 0\n2. rice: 2'),
    },
  }),
  when: 'room-poll',
}
