import { merge, Subject } from 'rxjs'
import type { Marble, MarbleTools } from '../../src/testing/index.js'
import { batch, stageSync } from './stage-sync.js'

/** Shows when webwxsync was asked. */
const pulls = (tools: MarbleTools) => {
  const asked$ = new Subject<string>()
  const given: MarbleTools['given'] = (name) => {
    if (name === 'webwxsync') asked$.next('pull')
    return tools.given(name)
  }
  return merge(asked$, stageSync({ ...tools, given }))
}

export const stuckSelector = {
  title: 'a selector that stays non-zero while nothing comes is pulled after 1 s, 2 s, 4 s and then every 8 s',
  unit: 1_000,
  given: { synccheck: 'n|', webwxsync: 'e|' },
  run: pulls,
  then: 'pp-p---p-------p-------p-',
  values: { n: { selector: '6' }, e: batch(1, []), p: 'pull' },
} satisfies Marble
