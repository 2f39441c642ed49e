import { NEVER } from 'rxjs'
import type { Marble } from '../../src/testing/index.js'
import { session } from '../stage.js'
import { init, stageLogin } from './stage-login.js'

export const scanAndConfirm = {
  title: 'a QR code is shown, scanned and confirmed, and the session is opened',
  unit: 1_000,
  given: { jslogin: 'u|', login: ['---s|', '--c|'], webwxnewloginpage: '-p|', webwxinit: '-i|' },
  run: (tools) => stageLogin(tools, NEVER),
  then: 'Q--S-E-O---',
  values: {
    u: { uuid: 'AbCdEfGhIj==' },
    s: { type: 'scanned' },
    c: { type: 'confirmed', redirectUri: 'https://wx2.qq.com/cgi-bin/mmwebwx-bin/webwxnewloginpage?ticket=t' },
    p: session,
    i: init,
    Q: 'QR 1',
    S: 'scanned',
    E: 'entering',
    O: 'online',
  },
} satisfies Marble
