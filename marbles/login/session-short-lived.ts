import type { LoginMessage } from '../../src/actors/login/login-state.js'
import { failure } from '../../src/errors.js'
import type { Marble } from '../../src/testing/index.js'
import { session } from '../stage.js'
import { init, stageLogin } from './stage-login.js'

const over = failure('loggedOut', { endpoint: 'webwxsync', code: 1100 })

export const sessionShortLived = {
  title:
    'a session that works and is lost at once, again and again, is resumed at once, then after 1 s, 2 s, 4 s and so on',
  unit: 1_000,
  hot: { lost: '-(hl)-(hl)--(hl)---(hl)------' },
  given: { webwxinit: 'i|' },
  run: (tools) => stageLogin(tools, tools.hot<LoginMessage>('lost'), session),
  then: '(RO)(RO)-RO-R-O-R---O--',
  values: {
    h: { type: 'healthy' },
    l: { type: 'lost', failure: over, now: 0 },
    i: init,
    R: 'resuming',
    O: 'online',
  },
} satisfies Marble
