import { NEVER } from 'rxjs'
import { failure } from '../../src/errors.js'
import type { Marble } from '../../src/testing/index.js'
import { session } from '../stage.js'
import { init, stageLogin } from './stage-login.js'

export const lostLoginPage = {
  title: 'a login page that does not answer is asked again, after 1 s and after 2 s',
  unit: 1_000,
  given: { jslogin: 'u|', login: '-c|', webwxnewloginpage: ['#', '#', 'p|'], webwxinit: 'i|' },
  run: (tools) => stageLogin(tools, NEVER),
  then: 'QE--O---',
  values: {
    u: { uuid: 'AbCdEfGhIj==' },
    c: { type: 'confirmed', redirectUri: 'https://wx2.qq.com/cgi-bin/mmwebwx-bin/webwxnewloginpage?ticket=t' },
    p: session,
    i: init,
    Q: 'QR 1',
    E: 'entering',
    O: 'online',
  },
  error: failure('network', { endpoint: 'webwxnewloginpage', reason: 'ECONNRESET', sent: true }),
} satisfies Marble
