import { NEVER } from 'rxjs'
import type { Marble } from '../../src/testing/index.js'
import { stageLogin } from './stage-login.js'

export const qrRefreshAndExpiry = {
  title: 'an expired QR code is replaced after a pause, and the last one allowed ends the login',
  doc: 'Two codes are allowed here. A quiet poll is repeated at once, since the server has held it.',
  unit: 1_000,
  given: { jslogin: ['u|', 'v|'], login: ['----w|', '----x|', '----x|'] },
  run: (tools) => stageLogin(tools, NEVER),
  then: '1--------2---(g|)',
  values: {
    u: { uuid: 'AbCdEfGhIj==' },
    v: { uuid: 'KlMnOpQrSt==' },
    w: { type: 'waiting' },
    x: { type: 'expired' },
    1: 'QR 1',
    2: 'QR 2',
    g: 'qrExpired',
  },
} satisfies Marble
