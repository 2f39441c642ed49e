import type { Session } from '../../src/protocol/session.js'

/** A session with invented credentials. */
export const aSession: Session = {
  uin: '1234567890',
  sid: 'sid+of/a=session',
  skey: '@crypt_00c0ffee_0123456789abcdef0123456789abcdef',
  passTicket: 'ticket%2Bof%2Fa%3D',
  deviceId: 'e123456789012345',
  profile: 'web',
  hosts: {
    web: 'https://wx2.qq.com',
    login: 'https://login.wx2.qq.com',
    file: 'https://file.wx2.qq.com',
    push: 'https://webpush.wx2.qq.com',
  },
}
