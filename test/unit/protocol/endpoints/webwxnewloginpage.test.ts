import { describe, expect, it } from 'vitest'
import { redirectTarget, webwxnewloginpage } from '../../../../src/protocol/endpoints/webwxnewloginpage.js'
import { answer, left, right, told } from '../fixtures/answers.js'
import { single, wechat } from '../fixtures/session.js'

const redirectUri =
  'https://wx2.qq.com/cgi-bin/mmwebwx-bin/webwxnewloginpage?ticket=A-b@qrticket_0&uuid=Zz==&lang=zh_CN&scan=1'
const input = { realm: wechat, redirectUri, profile: 'web', now: 1, deviceId: 'e123456789012345' } as const
const ticket = (more = '') =>
  `<error><ret>0</ret><message></message><skey>@crypt_1_2</skey><wxsid>s+i/d</wxsid><wxuin>4001</wxuin><pass_ticket>p%2Bt</pass_ticket>${more}</error>`
const bare =
  '<error><ret>0</ret><message>OK</message><skey></skey><wxsid></wxsid><wxuin></wxuin><pass_ticket></pass_ticket></error>'
const cookies = ['wxuin=4001; Domain=wx2.qq.com; Path=/', 'wxsid=s+i/d; Domain=wx2.qq.com; Path=/']
const read = (body: string, more: Parameters<typeof answer>[1] = {}) =>
  webwxnewloginpage.read(answer(body, { setCookies: cookies, ...more }), input)

describe('webwxnewloginpage', () => {
  it('asks for the new kind of answer', () => {
    expect(webwxnewloginpage.request(input)).toMatchObject({
      method: 'GET',
      url: redirectUri,
      query: { fun: 'new', version: 'v2' },
    })
  })

  it('adds nothing twice', () => {
    const given = `${redirectUri}&fun=new&mod=desktop#x`
    const { url, query } = webwxnewloginpage.request({ ...input, redirectUri: given, profile: 'desktop' })
    expect(url).toBe(`${redirectUri}&fun=new&mod=desktop`)
    expect(query).toEqual({ version: 'v2' })
  })

  it('says that it is the desktop client where it is to be one', () => {
    const { query, headers } = webwxnewloginpage.request({ ...input, profile: 'desktop' })
    expect(query).toEqual({ fun: 'new', version: 'v2', mod: 'desktop' })
    expect(headers).toMatchObject({ 'client-version': '2.0.0', referer: 'https://wx.qq.com/?&lang=zh_CN&target=t' })
    expect(headers.extspam).toHaveLength(880)
    expect(headers['user-agent']).toContain('UOS')
    expect(webwxnewloginpage.request(input).headers).not.toHaveProperty('extspam')
  })

  it.each([200, 301, 302])('takes the session from the body of a %d', (status) => {
    const found = right(read(ticket(), { status, location: 'https://evil.example/' }))
    expect(found).toEqual({
      uin: '4001',
      sid: 's+i/d',
      skey: '@crypt_1_2',
      passTicket: 'p%2Bt',
      deviceId: 'e123456789012345',
      profile: 'web',
      hosts: {
        web: 'https://wx2.qq.com',
        login: 'https://login.wx2.qq.com',
        file: 'https://file.wx2.qq.com',
        push: 'https://webpush.wx2.qq.com',
      },
    })
  })

  it('takes from the cookies what the body leaves empty', () => {
    const found = right(read(bare, { setCookies: ['a', 'wxuin=4002; Domain=wx.qq.com', ' wxsid = c= ;Path=/'] }))
    expect(found).toMatchObject({ uin: '4002', sid: 'c=', skey: '' })
  })

  it('never goes on with half of the credentials', () => {
    expect(told(read(bare, { setCookies: [] })).detail).toMatchObject({ problems: ['wxuin is missing'] })
    expect(told(read(bare, { setCookies: ['wxuin=4002', 'awxsid=1', 'wxsid'] })).detail).toMatchObject({
      problems: ['wxsid is missing'],
    })
    expect(left(read(bare, { status: 302, setCookies: [] })).kind).toBe('status')
    expect(told(read(ticket(), { setCookies: ['mm_lang=zh_CN'] })).detail).toMatchObject({
      problems: ['the session cookie is missing'],
    })
  })

  it('takes nothing from a page that was cut off, wherever that was', () => {
    const whole = ticket()
    for (let length = 0; length < whole.length; length += 1)
      expect(left(read(whole.slice(0, length))).kind, whole.slice(0, length)).toBe('decode')
  })

  it('tells the text with which an account is refused', () => {
    const body = '<error><ret>1203</ret><message>当前登录环境异常 &amp; more</message></error>'
    expect(told(read(body))).toEqual({ kind: 'refused', detail: { code: 1203, reason: '当前登录环境异常 & more' } })
    expect(told(read('<error><ret>1203</ret><message></message></error>')).detail).toMatchObject({
      reason: 'this account may not log in here',
    })
  })

  it('fails with any other code', () => {
    expect(told(read('<error><ret>-14</ret><message>ticket</message></error>'))).toEqual({
      kind: 'retcode',
      detail: { endpoint: 'webwxnewloginpage', code: -14, message: 'ticket' },
    })
    expect(left(read('<error><ret>1101</ret></error>')).kind).toBe('loggedOut')
  })

  it.each(['', '<html><body>busy</body></html>', ticket().slice(0, 60), '{"ret":0}'])(
    'does not take %j for a ticket',
    (body) => {
      expect(left(read(body)).kind).toBe('decode')
    },
  )

  it('names the host of a redirect that leaves WeChat', () => {
    expect(told(read('', { status: 302, location: 'https://evil.example/a' })).detail).toEqual({
      endpoint: 'webwxnewloginpage',
      host: 'evil.example',
    })
    expect(left(read('', { status: 302, location: 'https://wx.qq.com/' })).kind).toBe('status')
    expect(left(read('', { status: 500 })).kind).toBe('status')
  })

  it('repeats no secret in a failure', () => {
    const failed = left(read(ticket().replace('4001', 'not a number')))
    expect(JSON.stringify(failed)).not.toMatch(/@crypt|s\+i|p%2B|not a number/)
  })
})

describe('redirectTarget', () => {
  it('is the address itself where it leads to a web host', () => {
    expect(right(redirectTarget(wechat, redirectUri))).toBe(redirectUri)
    expect(right(redirectTarget(single, 'http://127.0.0.1:8099/p?ticket=1'))).toBe('http://127.0.0.1:8099/p?ticket=1')
  })

  it.each([
    ['https://wx2.qq.com.evil.example/x', 'wx2.qq.com.evil.example'],
    ['https://wx2.qq.com@evil.example/x', 'evil.example'],
    ['http://wx2.qq.com/x', 'wx2.qq.com'],
    ['https://login.weixin.qq.com/x', 'login.weixin.qq.com'],
    ['http://127.0.0.1:1/x', '127.0.0.1:1'],
    ['javascript:alert(1)', 'an unreadable address'],
    ['/relative', 'an unreadable address'],
  ])('is a failure that names the host for %s', (uri, host) => {
    expect(told(redirectTarget(wechat, uri))).toEqual({
      kind: 'foreignHost',
      detail: { endpoint: 'webwxnewloginpage', host },
    })
    expect(() => webwxnewloginpage.request({ ...input, redirectUri: uri })).toThrow(host)
  })
})
