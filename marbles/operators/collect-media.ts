import { map } from 'rxjs'
import { collectMedia, type Message } from '../../src/index.js'
import type { Marble } from '../../src/testing/index.js'
import { said } from '../messages.js'

const sent = (from: string): Message => ({
  ...said(from, ''),
  id: from,
  type: 'image',
  width: 1,
  height: 1,
  size: 1,
  md5: '',
  content: '',
})

export const collectMediaMarble = {
  title: 'collectMedia makes one collection of what a person sends in a row',
  unit: 1_000,
  hot: { messages: 'a-ac-b-------|' },
  run: ({ hot, scheduler }) =>
    hot<Message>('messages').pipe(
      collectMedia({ quiet: 4_000, scheduler }),
      map(({ from, media }) => `${from.name} ${media.length}`),
    ),
  then: '------x--y---|',
  values: { a: sent('alice'), b: sent('bob'), c: said('alice', 'look'), x: 'alice 2', y: 'bob 1' },
} satisfies Marble
