import { NEVER } from 'rxjs'
import type { Marble } from '../../src/testing/index.js'
import { stageLogin } from './stage-login.js'

export const cancelledOnThePhone = {
  title: 'a login that is cancelled on the phone gets a new code after a second',
  unit: 1_000,
  given: { jslogin: ['u|', 'v|'], login: ['--s|', '--c|', '-'] },
  run: (tools) => stageLogin(tools, NEVER),
  then: '1-S--2------',
  values: {
    u: { uuid: 'AbCdEfGhIj==' },
    v: { uuid: 'KlMnOpQrSt==' },
    s: { type: 'scanned' },
    c: { type: 'cancelled' },
    1: 'QR 1',
    2: 'QR 2',
    S: 'scanned',
  },
} satisfies Marble
