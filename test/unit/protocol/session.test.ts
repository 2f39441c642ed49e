import { describe, expect, it } from 'vitest'
import { loadSession, saveSession } from '../../../src/protocol/session.js'
import { session, single, wechat } from './fixtures/session.js'

const saved = saveSession(session)

describe('session', () => {
  it('survives saving and loading', () => {
    expect(loadSession(wechat, JSON.parse(JSON.stringify(saved)))).toEqual(session)
  })

  it('stores no address but the web host', () => {
    expect(saved).toEqual({
      uin: session.uin,
      sid: session.sid,
      skey: session.skey,
      passTicket: session.passTicket,
      deviceId: session.deviceId,
      profile: 'web',
      web: 'https://wx2.qq.com',
    })
  })

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a list', [saved]],
    ['a foreign host', { ...saved, web: 'https://wx2.qq.com.evil.example' }],
    ['a path that hides a host', { ...saved, web: 'https://wx2.qq.com@evil.example/' }],
    ['plain HTTP', { ...saved, web: 'http://wx2.qq.com' }],
    ['a missing sid', { ...saved, sid: undefined }],
    ['an empty sid', { ...saved, sid: '' }],
    ['a number for an uin', { ...saved, uin: 40012345 }],
    ['an uin that is none', { ...saved, uin: '4001&x=1' }],
    ['an unknown profile', { ...saved, profile: 'phone' }],
  ])('does not load %s', (_, value) => {
    expect(loadSession(wechat, value)).toBeUndefined()
  })

  it('does not load a session of another realm', () => {
    expect(loadSession(single, saved)).toBeUndefined()
    expect(loadSession(wechat, { ...saved, web: single.type === 'single' ? single.origin : '' })).toBeUndefined()
  })

  it('takes nothing else from what was stored', () => {
    const loaded = loadSession(wechat, { ...saved, hosts: { web: 'https://evil.example' }, extra: 1 })
    expect(loaded).toEqual(session)
  })
})
