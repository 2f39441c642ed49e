import { describe, expect, it } from 'vitest'
import { jslogin } from '../../../../src/protocol/endpoints/jslogin.js'
import { login } from '../../../../src/protocol/endpoints/login.js'
import { qrImageUrl, qrText } from '../../../../src/protocol/endpoints/qrcode.js'
import { webwxpushloginurl } from '../../../../src/protocol/endpoints/webwxpushloginurl.js'
import { answer, json, left, right, told } from '../fixtures/answers.js'
import { session, single, wechat } from '../fixtures/session.js'

const now = 1_700_000_000_123

describe('jslogin', () => {
  const input = { realm: wechat, profile: 'web', now } as const

  it('asks the login host, and says desktop where it is one', () => {
    expect(jslogin.request(input)).toMatchObject({
      method: 'GET',
      url: 'https://login.wx.qq.com/jslogin',
      query: {
        appid: 'wx782c26e4c19acffb',
        fun: 'new',
        redirect_uri: 'https://wx.qq.com/cgi-bin/mmwebwx-bin/webwxnewloginpage',
        _: now,
      },
    })
    expect(jslogin.request({ ...input, profile: 'desktop' }).query?.redirect_uri).toMatch(
      /webwxnewloginpage\?mod=desktop$/,
    )
    expect(jslogin.request({ ...input, realm: single }).url).toBe('http://127.0.0.1:8099/jslogin')
  })

  it('reads the uuid with its equals signs', () => {
    const body = 'window.QRLogin.code = 200; window.QRLogin.uuid = "Ab12Cd34==";'
    expect(right(jslogin.read(answer(body), input))).toEqual({ uuid: 'Ab12Cd34==' })
  })

  it('fails with the code and the text of the server', () => {
    const body = 'window.QRLogin.code = 400; window.QRLogin.error = "Invalid Parameter";'
    expect(told(jslogin.read(answer(body), input))).toEqual({
      kind: 'retcode',
      detail: { endpoint: 'jslogin', code: 400, message: 'Invalid Parameter' },
    })
  })

  it.each([
    ['', 'decode'],
    ['<html>', 'decode'],
    ['window.QRLogin.code = 200;', 'decode'],
    ['window.QRLogin.code = 200; window.QRLogin.uuid = "Ab', 'decode'],
  ])('does not take %j for a uuid', (body, kind) => {
    expect(left(jslogin.read(answer(body), input)).kind).toBe(kind)
  })

  it('names the host of a redirect that leaves WeChat, and the status of others', () => {
    const redirected = (location: string) => told(jslogin.read(answer('', { status: 302, location }), input))
    expect(redirected('https://evil.example/x?skey=1')).toEqual({
      kind: 'foreignHost',
      detail: { endpoint: 'jslogin', host: 'evil.example' },
    })
    expect(redirected('https://login.weixin.qq.com/').kind).toBe('status')
    expect(redirected('/elsewhere').kind).toBe('status')
    expect(told(jslogin.read(answer('', { status: 502 }), input)).detail).toEqual({ endpoint: 'jslogin', status: 502 })
  })
})

describe('the QR code', () => {
  it('is served and pointed to by the QR host, the uuid as it is', () => {
    expect(qrText(wechat, 'Ab12==')).toBe('https://login.weixin.qq.com/l/Ab12==')
    expect(qrImageUrl(wechat, 'Ab12==')).toBe('https://login.weixin.qq.com/qrcode/Ab12==')
    expect(qrText(single, 'Ab12==')).toBe('http://127.0.0.1:8099/l/Ab12==')
  })

  it('does not let a uuid leave the path', () => {
    expect(qrText(wechat, '../x?y#\ud800')).toBe('https://login.weixin.qq.com/l/..%2Fx%3Fy%23%EF%BF%BD')
  })
})

describe('login', () => {
  const input = { realm: wechat, uuid: 'Ab12==', tip: 1, now } as const
  const poll = (body: string) => right(login.read(answer(body), input))

  it('is patient for longer than the server holds the poll', () => {
    expect(login.request(input)).toMatchObject({
      url: 'https://login.wx.qq.com/cgi-bin/mmwebwx-bin/login',
      query: { loginicon: 'true', uuid: 'Ab12==', tip: 1, r: ~now, _: now },
      patience: 35_000,
    })
  })

  it.each([
    ['window.code=408;', { type: 'waiting' }],
    ['window.code=201;', { type: 'scanned' }],
    [
      `window.code=201;window.userAvatar = 'data:img/jpg;base64,AA==';`,
      { type: 'scanned', avatar: 'data:img/jpg;base64,AA==' },
    ],
    [
      'window.code=200;\nwindow.redirect_uri="https://wx2.qq.com/a?b=c";',
      { type: 'confirmed', redirectUri: 'https://wx2.qq.com/a?b=c' },
    ],
    [
      'window.redirect_uri="https://wx2.qq.com/a";window.code=200',
      { type: 'confirmed', redirectUri: 'https://wx2.qq.com/a' },
    ],
    ['window.code=202;', { type: 'cancelled' }],
    ['window.code=400;', { type: 'expired' }],
    ['window.code=500;', { type: 'error', code: 500 }],
    ['window.code=0;', { type: 'error', code: 0 }],
  ])('reads %s', (body, expected) => {
    expect(poll(body)).toEqual(expected)
  })

  it('does not take a confirmation without an address for one', () => {
    expect(left(login.read(answer('window.code=200;'), input)).kind).toBe('decode')
    expect(left(login.read(answer('window.code=200;\nwindow.redirect_uri="https://wx2'), input)).kind).toBe('decode')
  })
})

describe('webwxpushloginurl', () => {
  const input = { hosts: session.hosts, uin: session.uin, profile: 'desktop', now } as const

  it('asks the web host of the last login', () => {
    expect(webwxpushloginurl.request(input)).toMatchObject({
      url: 'https://wx2.qq.com/cgi-bin/mmwebwx-bin/webwxpushloginurl',
      query: { uin: session.uin, mod: 'desktop' },
    })
  })

  it.each(['0', 0])('reads the uuid where ret is %j', (ret) => {
    expect(right(webwxpushloginurl.read(json({ ret, msg: 'all ok', uuid: 'Zz==' }), input))).toEqual({ uuid: 'Zz==' })
  })

  it('fails with the code', () => {
    expect(told(webwxpushloginurl.read(json({ ret: '1', msg: 'device authinfo invalid' }), input))).toEqual({
      kind: 'retcode',
      detail: { endpoint: 'webwxpushloginurl', code: 1, message: 'device authinfo invalid' },
    })
    expect(left(webwxpushloginurl.read(json({ ret: '0' }), input)).kind).toBe('decode')
    expect(left(webwxpushloginurl.read(json({ ret: 'x' }), input)).kind).toBe('decode')
  })
})
