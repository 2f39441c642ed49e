import { map } from 'rxjs'
import { answering, type Piece } from '../../examples/assistant.js'
import { handling, type Marble, message, stubView, told } from '../../src/testing/index.js'

export const assistantMarble = {
  title: 'the assistant says each sentence once it is whole, and is silenced by the next question',
  doc: 'The second question asks the model anew, with what it had said of the first answer.',
  when: 'assistant',
  unit: 1_000,
  hot: { messages: 'a----b-----' },
  given: { model: ['-pqrs|', '-t-u-(ve|)'] },
  run: ({ given, hot, scheduler }) => {
    const view = stubView({ messages$: hot('messages'), scheduler })
    const answer = answering({ model: () => given<Piece>('model') }, scheduler)
    return handling(answer, { busy: 'switch' })(view.messages$, view).pipe(map(told))
  },
  then: '--x-----y-z',
  during: { model: ['^----!', '-----^----!'] },
  told,
  values: {
    a: message.text('Tell me about tea.'),
    b: message.text('And coffee?'),
    p: { text: 'Tea is a plant. ' },
    q: { text: 'It grows ' },
    r: { text: 'on hills, ' },
    s: { text: 'far away.' },
    t: { text: 'Coffee is a bean. ' },
    u: { text: 'So they ' },
    v: { text: 'say.' },
    e: { isEnd: true },
    x: 'to alice: Tea is a plant.',
    y: 'to alice: Coffee is a bean.',
    z: 'to alice: So they say.',
  },
} satisfies Marble
