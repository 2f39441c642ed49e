import { merge, NEVER, Subject } from 'rxjs'
import type { Marble, MarbleTools } from '../../src/testing/index.js'
import { stageLogin } from './stage-login.js'

/** Shows when the login poll was asked. */
const polls = (tools: MarbleTools) => {
  const asked$ = new Subject<string>()
  const given: MarbleTools['given'] = (name) => {
    if (name === 'login') asked$.next('poll')
    return tools.given(name)
  }
  return merge(asked$, stageLogin({ ...tools, given }, NEVER))
}

export const hastyPolls = {
  title: 'a login poll that is answered at once, whatever the answer is, is asked again after a second',
  unit: 1_000,
  given: { jslogin: 'u|', login: ['w|', 's|', 's|', '---w|', '-'] },
  run: polls,
  then: '(1p)(pS)pp--p-----',
  values: {
    u: { uuid: 'AbCdEfGhIj==' },
    w: { type: 'waiting' },
    s: { type: 'scanned' },
    1: 'QR 1',
    p: 'poll',
    S: 'scanned',
  },
} satisfies Marble
