import { reminder } from '../../examples/reminder.js'
import { text } from '../../src/index.js'
import { behaviourMarble, conversing, message } from '../../src/testing/index.js'

const at = (clock: string): { readonly at: number } => ({ at: Date.parse(`2020-01-${clock}:00+08:00`) })

export const reminderMarble = {
  ...behaviourMarble({
    title: 'the reminder understands English and Chinese times, and asks where there is none',
    behaviour: conversing(reminder('Asia/Shanghai')),
    messages: 'a-b-c-d-',
    commands: '(ux)-(vy)-w-(sz)-',
    values: {
      a: message.text('remind me in 10 minutes to call mum'),
      b: message.text('明天早上9点提醒我开会', { from: 'bob', room: 'team' }),
      c: message.text('remind me to buy milk'),
      d: message.text('tonight at 7'),
      u: text('alice', '好 OK 2020-01-01 08:10 call mum'),
      x: { ...text('alice', '⏰ call mum'), ...at('01T08:10') },
      v: text('team', '好 OK 2020-01-02 09:00 开会'),
      y: { ...text('team', '⏰ @bob 开会'), ...at('02T09:00') },
      w: text('alice', 'When?'),
      s: text('alice', '好 OK 2020-01-01 19:00 buy milk'),
      z: { ...text('alice', '⏰ buy milk'), ...at('01T19:00') },
    },
  }),
  when: 'reminder',
}
