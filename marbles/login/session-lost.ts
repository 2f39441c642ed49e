import type { LoginMessage } from '../../src/actors/login/login-state.js'
import { failure } from '../../src/errors.js'
import type { Marble } from '../../src/testing/index.js'
import { session } from '../stage.js'
import { init, stageLogin } from './stage-login.js'

const over = failure('loggedOut', { endpoint: 'synccheck', code: 1100 })

export const sessionLost = {
  title: 'a session that is lost is resumed; one that cannot be is opened by the phone, without a QR code',
  unit: 1_000,
  hot: { lost: '-h-l' },
  given: { webwxinit: ['i|', '-#', '-i|'], webwxpushloginurl: 'u|', login: '--c|', webwxnewloginpage: 'p|' },
  run: (tools) => stageLogin(tools, tools.hot<LoginMessage>('lost'), session),
  then: '(RO)--RP-EO--',
  values: {
    h: { type: 'healthy' },
    l: { type: 'lost', failure: over, now: 3_000 },
    i: init,
    u: { uuid: 'pushedUuid==' },
    c: { type: 'confirmed', redirectUri: 'https://wx2.qq.com/cgi-bin/mmwebwx-bin/webwxnewloginpage?ticket=t' },
    p: session,
    R: 'resuming',
    P: 'confirming',
    E: 'entering',
    O: 'online',
  },
  error: over,
} satisfies Marble
