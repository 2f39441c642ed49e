import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { LookupFunction } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { undiciHttp } from '../../src/edge/undici-http.js'
import { type Certificate, selfSigned } from './edge-certificate.js'
import { ask, closeServers, failureOf, get, listen } from './edge-local-server.js'

/** Every name is this machine. */
const lookup: LookupFunction = (_name, options, found) =>
  options.all ? found(null, [{ address: '127.0.0.1', family: 4 }]) : found(null, '127.0.0.1', 4)

let wechat: Certificate
let expired: Certificate

beforeAll(async () => {
  wechat = await selfSigned(['wx.qq.com', 'webpush.wx.qq.com'])
  expired = await selfSigned(['wx.qq.com'], new Date('2021-01-01'))
})
afterEach(closeServers)

const serve = (certificate: Certificate): Promise<number> =>
  listen(
    createServer(certificate, (request, response) => response.end(`you asked ${request.headers.host?.split(':')[0]}`)),
  )

test('a certificate that signed itself is refused, and named', async () => {
  const port = await serve(wechat)
  const failed = await failureOf(undiciHttp({ lookup }).http, get(`https://wx.qq.com:${port}/?skey=secret`))
  expect(failed.toJSON()).toMatchObject({
    kind: 'certificate',
    detail: {
      endpoint: 'synccheck',
      reason:
        'DEPTH_ZERO_SELF_SIGNED_CERT: subject wx.qq.com, issuer wx.qq.com, valid for DNS:wx.qq.com, DNS:webpush.wx.qq.com',
    },
  })
  expect(JSON.stringify(failed)).not.toContain('secret')
})

test('it is accepted once its CA is given, under each of its names', async () => {
  const port = await serve(wechat)
  const { http } = undiciHttp({ lookup, ca: wechat.cert })
  expect((await ask(http, get(`https://wx.qq.com:${port}/`))).body).toBe('you asked wx.qq.com')
  expect((await ask(http, get(`https://webpush.wx.qq.com:${port}/`))).body).toBe('you asked webpush.wx.qq.com')
})

test('a trusted certificate does not serve for another name', async () => {
  const port = await serve(wechat)
  const { http } = undiciHttp({ lookup, ca: wechat.cert })
  const failed = await failureOf(http, get(`https://evilqq.com:${port}/`))
  expect(failed.toJSON()).toMatchObject({
    kind: 'certificate',
    detail: {
      reason: expect.stringMatching(/^ERR_TLS_CERT_ALTNAME_INVALID: subject wx\.qq\.com.*valid for DNS:wx\.qq\.com/),
    },
  })
})

test('a trusted certificate does not serve for an address', async () => {
  const port = await serve(wechat)
  const failed = await failureOf(undiciHttp({ ca: wechat.cert }).http, get(`https://127.0.0.1:${port}/`))
  expect(failed.kind).toBe('certificate')
})

test('a trusted certificate that has expired is refused', async () => {
  const port = await serve(expired)
  const failed = await failureOf(undiciHttp({ lookup, ca: expired.cert }).http, get(`https://wx.qq.com:${port}/`))
  expect(failed.toJSON()).toMatchObject({
    kind: 'certificate',
    detail: { reason: expect.stringContaining('CERT_HAS_EXPIRED') },
  })
})

test('a server that speaks no TLS is a network failure before anything was sent', async () => {
  const { createServer: createTcpServer } = await import('node:net')
  const port = await listen(
    createTcpServer((socket) => socket.on('error', () => {}).end('HTTP/1.1 400 Bad Request\r\n\r\n')),
  )
  const failed = await failureOf(undiciHttp({ lookup }).http, get(`https://wx.qq.com:${port}/`))
  expect(failed.toJSON()).toMatchObject({ kind: 'network', detail: { sent: false } })
})

test('a CA that is no certificate is the caller’s mistake', () => {
  expect(() => undiciHttp({ ca: 'nonsense' })).toThrow('ca: not a certificate in PEM form')
})

test('NODE_TLS_REJECT_UNAUTHORIZED=0 turns nothing off: not for requests, downloads, or a proxy with TLS', async () => {
  const port = await serve(wechat)
  const child = new URL('edge-unverified-child.ts', import.meta.url).pathname
  const env = { ...process.env, NODE_TLS_REJECT_UNAUTHORIZED: '0', NODE_NO_WARNINGS: '1', PORT: `${port}` }
  const answered = await new Promise((resolve) => {
    execFile(process.execPath, ['--import', 'tsx', child], { env }, (_, out, problem) => resolve(out + problem))
  })
  expect(answered).toBe('request: certificate\ndownload: certificate\nproxy: refused\n')
})

test('NODE_EXTRA_CA_CERTS is heeded, without a CA given and besides one', async () => {
  const port = await serve(wechat)
  const directory = mkdtempSync(join(tmpdir(), 'rxwx-ca-'))
  const file = join(directory, 'ca.pem')
  writeFileSync(file, wechat.cert)
  const other = await selfSigned(['other.example'])
  const child = new URL('edge-extra-ca-child.ts', import.meta.url).pathname
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: file, PORT: `${port}`, OTHER_CA: other.cert }
  const answered = await new Promise((resolve) => {
    execFile(process.execPath, ['--import', 'tsx', child], { env }, (_, out, problem) => resolve(out + problem))
  })
  rmSync(directory, { recursive: true })
  expect(answered).toBe('you asked wx.qq.com\nyou asked wx.qq.com\n')
})
