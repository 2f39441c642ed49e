import { map } from 'rxjs'
import { createGate, sign, type Verdict } from '../../examples/webhook.js'
import type { Marble } from '../../src/testing/index.js'

const secret = 'a secret of two sides'

interface Post {
  readonly time: string
  readonly signature: string
  readonly body: string
}

const post = (time: string, body: string, signature = sign(secret, time, body)): Post => ({ time, signature, body })
const lunch = '{"to":"alice","text":"lunch"}'

const toldVerdict = (verdict: Verdict): string =>
  'status' in verdict ? `${verdict.status} ${verdict.why}` : `to ${verdict.to}: ${verdict.text}`

export const webhookMarble = {
  title: 'the webhook takes what is signed, fresh and new',
  doc: 'A time is good for five minutes, so what was taken is remembered for longer than that.',
  when: 'webhook',
  unit: 60_000,
  hot: { posts: 'ab-a-c--ad' },
  run: ({ hot, scheduler }) => {
    const gate = createGate({ secret, scheduler })
    return hot<Post>('posts').pipe(
      map(({ time, signature, body }) => gate({ 'x-rxwx-time': time, 'x-rxwx-signature': signature }, body)),
      map(toldVerdict),
    )
  },
  then: 'xw-r-y--os',
  values: {
    a: post('0', lunch),
    b: post('60', lunch, sign('another secret', '60', lunch)),
    c: post('300', lunch),
    d: post('540', '{"to":"alice"}'),
    x: 'to alice: lunch',
    y: 'to alice: lunch',
    w: '401 the signature is wrong',
    r: '409 it was taken before',
    o: '401 the time is too far away',
    s: '400 {"to": "…", "text": "…"}, up to 2000 characters',
  },
} satisfies Marble
