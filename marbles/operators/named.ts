import { EMPTY, merge, mergeMap, Subject, throwError } from 'rxjs'
import { type Behaviour, combine, type Message, named } from '../../src/index.js'
import type { Marble } from '../../src/testing/index.js'
import { said, stageView } from '../messages.js'

const failsAt =
  (word: string): Behaviour =>
  (messages$) =>
    messages$.pipe(mergeMap(({ id }) => (id.endsWith(word) ? throwError(() => new Error(word)) : EMPTY)))

export const namedMarble = {
  title: 'named says which behaviour failed, as a path within each other',
  doc: 'What is shown are the names in `behaviourFailed`.',
  unit: 1_000,
  hot: { messages: 'a-b-c-' },
  run: (tools) => {
    const names$ = new Subject<string>()
    const view = stageView(tools, { failed: ({ name }) => names$.next(name) })
    const shop = named('shop', combine(named('orders', failsAt('order')), named('bills', failsAt('bill'))))
    return merge(names$, combine(shop, named('weather', failsAt('sun')))(tools.hot<Message>('messages'), view))
  },
  then: 'x-y-z-',
  values: {
    a: said('alice', 'order'),
    b: said('alice', 'sun'),
    c: said('alice', 'bill'),
    x: 'shop/orders',
    y: 'weather',
    z: 'shop/bills',
  },
} satisfies Marble
