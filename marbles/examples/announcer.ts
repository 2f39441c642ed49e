import { defer } from 'rxjs'
import { announcer, itemsIn } from '../../examples/announcer.js'
import { type Marble, room, stubView, told } from '../../src/testing/index.js'

const feed = (...titles: readonly string[]): string =>
  `<rss><channel>${titles.map((title) => `<item><title>${title}</title></item>`).join('')}</channel></rss>`

const titlesIn = (content: string): string =>
  `the feed has ${itemsIn(content)
    .map(({ title }) => title)
    .join(', ')}`

export const announcerMarble = {
  title: 'the announcer looks at a feed every 15 minutes and tells what is new, the oldest first',
  doc: 'What is there at the first look is not new, and a look that fails is made up for by the next one.',
  when: 'announcer',
  unit: 5 * 60_000,
  hot: { messages: '----------' },
  given: { feed: ['(a|)', '(b|)', '#', '(c|)'] },
  run: (tools) => {
    const messages$ = tools.hot<never>('messages')
    const view = stubView({ messages$, scheduler: tools.scheduler, contacts: [room('team')] })
    return announcer({ feed: defer(() => tools.given<string>('feed')), rooms: ['team'] })(messages$, view)
  },
  then: '---x-----(yz)',
  told: (value) => (typeof value === 'string' ? titlesIn(value) : told(value)),
  values: {
    a: feed('Ferns', 'Moss'),
    b: feed('Rain', 'Ferns', 'Moss'),
    c: feed('Snow', 'Wind', 'Rain', 'Ferns'),
    x: { type: 'send', to: 'team', text: 'Rain' },
    y: { type: 'send', to: 'team', text: 'Wind' },
    z: { type: 'send', to: 'team', text: 'Snow' },
  },
} satisfies Marble
