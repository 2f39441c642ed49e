import { describe, expect, it } from 'vitest'
import { hostsOf, loginHosts, trusted, trustedWeb } from '../../../src/protocol/hosts.js'
import { single, wechat } from './fixtures/session.js'

describe('hosts', () => {
  it('derives the roles of a shard from its web host', () => {
    expect(hostsOf(wechat, 'https://web2.wechat.com')).toEqual({
      web: 'https://web2.wechat.com',
      login: 'https://login.web2.wechat.com',
      file: 'https://file.web2.wechat.com',
      push: 'https://webpush.web2.wechat.com',
    })
  })

  it('lets one origin play every role', () => {
    const { origin } = { origin: 'http://127.0.0.1:8099' }
    expect(hostsOf(single, 'https://wx.qq.com')).toEqual({ web: origin, login: origin, file: origin, push: origin })
    expect(loginHosts(single)).toEqual({ login: origin, qr: origin, web: origin })
  })

  it.each([
    'https://wx.qq.com/',
    'https://wx2.qq.com/cgi-bin/x?y=z',
    'https://web.wechat.com/',
    'https://login.weixin.qq.com/l/abc',
    'https://webpush.wx8.qq.com/',
    'https://file.web2.wechat.com/',
    'https://WX.QQ.COM/',
  ])('trusts %s', (url) => {
    expect(trusted(wechat, url)).toBe(true)
  })

  it.each([
    'http://wx.qq.com/',
    'https://wx.qq.com:8443/',
    'https://wx.qq.com.evil.example/',
    'https://evilwx.qq.com/',
    'https://evilqq.com/',
    'https://wx.qq.com@evil.example/',
    'https://user:pass@wx.qq.com/',
    'https://user@wx.qq.com/',
    'https://:pass@wx.qq.com/',
    'https://wx.qq.com./',
    'https://qq.com/',
    'https://x.wx.qq.com/',
    'https://wx9999.qq.com/',
    'https://127.0.0.1/',
    'https:\\\\evil.example/wx.qq.com',
    '//wx.qq.com/',
    '/cgi-bin/x',
    'javascript:alert(1)',
    '',
  ])('does not trust %s', (url) => {
    expect(trusted(wechat, url)).toBe(false)
    expect(trustedWeb(wechat, url)).toBe(false)
  })

  it('lets a session live on a web host only', () => {
    expect(trustedWeb(wechat, 'https://wx8.qq.com/')).toBe(true)
    expect(trustedWeb(wechat, 'https://login.weixin.qq.com/')).toBe(false)
    expect(trustedWeb(wechat, 'https://file.wx.qq.com/')).toBe(false)
  })

  it('trusts nothing but the one origin, port and scheme included', () => {
    expect(trusted(single, 'http://127.0.0.1:8099/x')).toBe(true)
    for (const url of [
      'http://127.0.0.1:8098/',
      'https://127.0.0.1:8099/',
      'http://localhost:8099/',
      'https://wx.qq.com/',
    ])
      expect(trusted(single, url)).toBe(false)
  })
})
