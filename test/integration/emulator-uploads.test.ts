import { afterEach, expect, test } from 'vitest'
import { madeBytes } from '../../src/emulator/index.js'
import { chunkSize, enter, hash, type Raw, ret, type SocketClient } from './emulator-client.js'

const open: SocketClient[] = []

afterEach(() => {
  for (const client of open.splice(0)) client.close()
})

async function ready(options: Parameters<typeof enter>[0] = {}): Promise<SocketClient> {
  const client = await enter(options)
  open.push(client)
  return client
}

const made = (length: number): Uint8Array => madeBytes(length, 'upload').subarray(0, length)

test.each([1, chunkSize - 1, chunkSize, chunkSize + 1, 3 * chunkSize + 7])(
  'a file of %i bytes arrives as it was sent',
  async (length) => {
    const client = await ready()
    const bytes = made(length)
    const answer = await client.upload(bytes, { name: '报告 "最终" </title>]]>.pdf', type: 'doc' })
    expect(answer).toMatchObject({ BaseResponse: { Ret: 0 }, StartPos: length, CDNThumbImgHeight: 0 })
    expect(answer.MediaId).toMatch(/^@crypt_[0-9a-f]{8}_[0-9a-f]{64,}$/)
    expect(client.world.depot.media.get(String(answer.MediaId))?.name).toBe('报告 "最终" </title>]]>.pdf')
    const got = client.world.media(String(answer.MediaId))
    expect(got?.length).toBe(length)
    expect(hash('sha256', got ?? new Uint8Array())).toBe(hash('sha256', bytes))
  },
)

test('only the last chunk is answered with a MediaId, and StartPos counts what is there', async () => {
  const client = await ready()
  const bytes = made(2 * chunkSize + 5)
  const answers: Raw[] = []
  for (const chunk of [0, 1, 2]) answers.push(await client.upload(bytes, { only: [chunk], id: 7 }))
  expect(answers.map(({ StartPos }) => StartPos)).toEqual([chunkSize, 2 * chunkSize, bytes.length])
  expect(answers.map(({ MediaId }) => MediaId !== '')).toEqual([false, false, true])
})

test('a chunk may come twice in a row, and the first begins anew', async () => {
  const client = await ready()
  const bytes = made(2 * chunkSize + 5)
  const { MediaId } = await client.upload(bytes, { only: [0, 1, 1, 0, 1, 2, 2] })
  expect(hash('md5', client.world.media(String(MediaId)) ?? new Uint8Array())).toBe(hash('md5', bytes))
})

test('a chunk that comes too early is refused, and spoils nothing', async () => {
  const client = await ready()
  const bytes = made(2 * chunkSize + 5)
  expect(ret(await client.upload(bytes, { only: [0, 2], id: 8 }))).toBe(1)
  const { MediaId } = await client.upload(bytes, { only: [1, 2], id: 8 })
  expect(hash('md5', client.world.media(String(MediaId)) ?? new Uint8Array())).toBe(hash('md5', bytes))
})

test.each<readonly [string, Parameters<SocketClient['upload']>[1]]>([
  ['a chunk is left out', { only: [0, 2] }],
  ['the first is left out', { only: [1, 2] }],
  ['TotalLen is too small', { request: { TotalLen: 600_000, DataLen: 600_000 } }],
  ['TotalLen is too large', { request: { TotalLen: 2_000_000, DataLen: 2_000_000 } }],
  ['DataLen is another', { request: { DataLen: 1 } }],
  ['TotalLen is missing', { request: { TotalLen: undefined } }],
  ['ClientMediaId is missing', { request: { ClientMediaId: undefined } }],
  ['the ticket is wrong', { fields: { webwx_data_ticket: 'wrong' } }],
  ['the ticket is missing', { fields: { webwx_data_ticket: '' } }],
  ['the kind is none', { fields: { mediatype: 'gif' } }],
  ['it is said to be from somebody else', { request: { FromUserName: '@somebody' } }],
])('refused with 1, where %s', async (_, options) => {
  const client = await ready()
  expect(await client.upload(made(2 * chunkSize + 5), options)).toMatchObject({ BaseResponse: { Ret: 1 }, MediaId: '' })
  expect(client.world.depot.media.size).toBe(0)
})

test('an empty file is refused; so is one without cookies, and one of another session', async () => {
  const client = await ready()
  expect(ret(await client.upload(new Uint8Array()))).toBe(1)
  expect(ret(await client.upload(made(10), { request: { BaseRequest: { ...client.base, Skey: '@crypt_1_2' } } }))).toBe(
    1100,
  )
  client.cookies.delete('wxsid')
  expect(ret(await client.upload(made(10)))).toBe(1)
})

test('a body that is no form is refused, and one beyond a megabyte is cut', async () => {
  const client = await ready()
  const post = async (body: string, type: string): Promise<Response> =>
    await fetch(`${client.origin}/cgi-bin/mmwebwx-bin/webwxuploadmedia?f=json`, {
      method: 'POST',
      body,
      headers: { 'content-type': type },
    })
  for (const body of ['', '--x', '--x\r\n\r\n', '--x\r\nA: b\r\n\r\n--x--']) {
    const answer = await (await post(body, 'multipart/form-data; boundary=x')).json()
    expect(answer).toMatchObject({ BaseResponse: { Ret: -1 }, MediaId: '' })
  }
  expect(await (await post('{}', 'application/json')).json()).toMatchObject({ BaseResponse: { Ret: -1 } })
  expect((await post('x'.repeat(1_048_577), 'multipart/form-data; boundary=x')).status).toBe(502)
})

test('a browser asks first, and is allowed', async () => {
  const client = await ready()
  const response = await fetch(`${client.origin}/cgi-bin/mmwebwx-bin/webwxuploadmedia?f=json`, { method: 'OPTIONS' })
  expect([response.status, response.headers.get('access-control-allow-credentials')]).toEqual([200, 'true'])
  expect(response.headers.get('access-control-allow-origin')).toBe(client.origin)
})

test('a wrong MD5 is accepted up to 25 MB, unless the world is strict', async () => {
  const client = await ready({ verifyMd5: false })
  const wrong = { request: { FileMd5: 'd41d8cd98f00b204e9800998ecf8427e' } }
  expect(ret(await client.upload(made(10), wrong))).toBe(0)
  client.world.change({ verifyMd5: true })
  expect(ret(await client.upload(made(10), wrong))).toBe(1)
  expect(ret(await client.upload(made(10), { request: { FileMd5: undefined } }))).toBe(0)
})

const check = (client: SocketClient, bytes: Uint8Array, more: Raw = {}): Promise<Raw> =>
  client.api('webwxcheckupload', {
    FileMd5: hash('md5', bytes),
    FileName: 'archive.zip',
    FileSize: bytes.length,
    FileType: 7,
    FromUserName: client.self,
    ToUserName: 'filehelper',
    ...more,
  })

test('a large file needs the signature of webwxcheckupload; the second time it is there at once', async () => {
  const client = await ready({ checkedAbove: 1_000_000 })
  const bytes = made(1_500_000)
  const file = { name: 'archive.zip', type: 'doc' }
  expect(ret(await client.upload(bytes, file))).toBe(1)
  const checked = await check(client, bytes)
  expect(checked).toMatchObject({ BaseResponse: { Ret: 0 }, MediaId: '', EncryFileName: 'archive%2Ezip' })
  const { AESKey, Signature } = checked
  expect(AESKey).toMatch(/^[0-9a-f]{32}$/)
  for (const request of [
    { AESKey, Signature: 'other' },
    { AESKey: 'other', Signature },
  ]) {
    expect(ret(await client.upload(bytes, { ...file, request }))).toBe(1)
  }
  const other = made(1_500_001).subarray(1)
  expect(
    ret(await client.upload(other, { ...file, request: { AESKey, Signature, FileMd5: hash('md5', bytes) } })),
  ).toBe(1)
  const { MediaId } = await client.upload(bytes, { ...file, request: { AESKey, Signature } })
  expect(hash('sha256', client.world.media(String(MediaId)) ?? new Uint8Array())).toBe(hash('sha256', bytes))
  const again = await check(client, bytes)
  expect(again.MediaId).toMatch(/^@crypt_/)
  expect(client.world.media(String(again.MediaId))?.length).toBe(1_500_000)
})

test.each<readonly [string, Raw]>([
  ['no MD5', { FileMd5: 'x' }],
  ['no size', { FileSize: 0 }],
  ['another FileType', { FileType: 1 }],
  ['no name', { FileName: undefined }],
  ['somebody else', { FromUserName: '@somebody' }],
])('webwxcheckupload refuses %s', async (_, more) => {
  const client = await ready()
  expect(await check(client, made(10), more)).toMatchObject({ BaseResponse: { Ret: 1 }, MediaId: '', Signature: '' })
})

test('without keepUploads nothing but length and hashes are kept', async () => {
  const client = await ready({ keepUploads: false })
  const bytes = made(2 * chunkSize)
  const { MediaId } = await client.upload(bytes, { name: 'a.bin', type: 'doc' })
  const id = String(MediaId)
  expect(client.world.media(id)).toBeUndefined()
  expect(client.world.depot.media.get(id)).toMatchObject({ size: bytes.length, sha256: hash('sha256', bytes) })
})

test('a picture is answered with the shape of its thumbnail', async () => {
  const client = await ready()
  const png = new Uint8Array(64)
  png.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  new DataView(png.buffer).setUint32(16, 1_024)
  new DataView(png.buffer).setUint32(20, 768)
  expect(await client.upload(png)).toMatchObject({ CDNThumbImgHeight: 75, CDNThumbImgWidth: 100 })
})

test('the controls show an upload with its bytes', async () => {
  const client = await ready()
  const { MediaId } = await client.upload(made(10), { name: 'a.jpg' })
  const shown: unknown = await (await client.get(`/_control/media?mediaId=${MediaId}`)).json()
  const base64 = Buffer.from(made(10)).toString('base64')
  expect(shown).toMatchObject({ name: 'a.jpg', type: 'pic', size: 10, sha256: hash('sha256', made(10)), base64 })
})
