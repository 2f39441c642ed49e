import { createHash } from 'node:crypto'
import { asyncScheduler, firstValueFrom } from 'rxjs'
import { createWorld, startServer, type World, type WorldOptions } from '../../src/emulator/index.js'

export type Raw = { readonly [name: string]: unknown }

/** A client over a real socket that knows the wire by heart, and no code of ours. */
export interface SocketClient {
  readonly world: World
  readonly origin: string
  readonly cookies: Map<string, string>
  readonly skey: string
  readonly uin: string
  readonly self: string
  readonly base: Raw
  readonly get: (path: string, headers?: Readonly<Record<string, string>>) => Promise<Response>
  readonly bytes: (path: string, headers?: Readonly<Record<string, string>>) => Promise<Uint8Array>
  readonly api: (name: string, body?: Raw, query?: string) => Promise<Raw>
  /** The UserName of a friend or room of webwxinit or webwxgetcontact. */
  readonly nameOf: (nickName: string) => Promise<string>
  readonly sync: () => Promise<Raw>
  /** The messages of the next sync. */
  readonly news: () => Promise<readonly Raw[]>
  readonly uploadForm: (form: FormData) => Promise<{ readonly status: number; readonly body: Raw }>
  /** A whole file in chunks; answers what the last chunk was answered. */
  readonly upload: (bytes: Uint8Array, options?: UploadOptions) => Promise<Raw>
  readonly send: (endpoint: string, message: Raw) => Promise<Raw>
  readonly close: () => void
}

export interface UploadOptions {
  readonly name?: string
  readonly mime?: string
  readonly type?: string
  readonly request?: Raw
  readonly fields?: Readonly<Record<string, string>>
  /** Only these chunks, in this order. */
  readonly only?: readonly number[]
  readonly id?: number
}

export const chunkSize = 524_288

export const hash = (algorithm: 'md5' | 'sha256', bytes: Uint8Array): string =>
  createHash(algorithm).update(bytes).digest('hex')

let ids = 1_520_935_168_955

const objectIn = (value: unknown): Raw => (typeof value === 'object' && value !== null ? { ...value } : {})

/** A world with a server, and a client that has logged in as `account`. */
export async function enter(options: Partial<WorldOptions> = {}, account?: string): Promise<SocketClient> {
  const world = createWorld({ scheduler: asyncScheduler, ...options })
  const { origin, close } = await firstValueFrom(startServer(world))
  return await attach(world, origin, close, account)
}

export async function attach(world: World, origin: string, close: () => void, account?: string): Promise<SocketClient> {
  const cookies = new Map<string, string>()
  const cookie = (): string => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = { cookie: cookie(), ...init.headers }
    const response = await fetch(path.startsWith('http') ? path : origin + path, {
      ...init,
      headers,
      redirect: 'manual',
    })
    for (const line of response.headers.getSetCookie()) {
      const pair = line.split(';', 1)[0] ?? ''
      cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    return response
  }
  const text = async (path: string): Promise<string> => await (await ask(path)).text()
  const uuid = /uuid = "(.*)"/.exec(await text('/jslogin?appid=wx782c26e4c19acffb&fun=new'))?.[1] ?? ''
  world.phone(account).scan(uuid)
  world.phone(account).confirm()
  const confirmed = await text(`/cgi-bin/mmwebwx-bin/login?tip=0&uuid=${uuid}`)
  const xml = await text(`${/redirect_uri="(.*)"/.exec(confirmed)?.[1]}&fun=new&version=v2`)
  const element = (name: string): string => new RegExp(`<${name}>(.*)</${name}>`).exec(xml)?.[1] ?? ''
  const [skey, sid, uin, ticket] = ['skey', 'wxsid', 'wxuin', 'pass_ticket'].map(element)
  const base = { Uin: Number(uin), Sid: sid, Skey: skey, DeviceID: 'e123456789012345' }
  const api = async (name: string, body: Raw = {}, query = ''): Promise<Raw> => {
    const path = `/cgi-bin/mmwebwx-bin/${name}?lang=zh_CN&pass_ticket=${ticket}${query}`
    return objectIn(
      await (await ask(path, { method: 'POST', body: JSON.stringify({ BaseRequest: base, ...body }) })).json(),
    )
  }
  const init = await api('webwxinit')
  const self = String(objectIn(init.User).UserName)
  let key: unknown = init.SyncKey
  const sync = async (): Promise<Raw> => {
    const answer = await api('webwxsync', { SyncKey: key })
    key = answer.SyncKey
    return answer
  }
  const uploadForm = async (form: FormData) => {
    const response = await ask('/cgi-bin/mmwebwx-bin/webwxuploadmedia?f=json', { method: 'POST', body: form })
    const body = await response.text()
    return { status: response.status, body: body.startsWith('{') ? objectIn(JSON.parse(body)) : {} }
  }
  const upload = async (bytes: Uint8Array, options: UploadOptions = {}): Promise<Raw> => {
    const { name = 'a.jpg', mime = 'image/jpeg', type = 'pic', request = {}, fields = {}, id = ids++ } = options
    const count = Math.max(1, Math.ceil(bytes.length / chunkSize))
    let last: Raw = {}
    for (const chunk of options.only ?? Array.from({ length: count }, (_, at) => at)) {
      const form = new FormData()
      const asked = {
        UploadType: 2,
        BaseRequest: base,
        ClientMediaId: id,
        TotalLen: bytes.length,
        StartPos: 0,
        DataLen: bytes.length,
        MediaType: 4,
        FromUserName: self,
        ToUserName: 'filehelper',
        FileMd5: hash('md5', bytes),
        ...request,
      }
      const all = {
        id: 'WU_FILE_0',
        name,
        type: mime,
        lastModifiedDate: 'Tue Jul 14 2009 13:32:31 GMT+0800',
        size: String(bytes.length),
        ...(count > 1 ? { chunks: String(count), chunk: String(chunk) } : {}),
        mediatype: type,
        uploadmediarequest: JSON.stringify(asked),
        webwx_data_ticket: cookies.get('webwx_data_ticket') ?? '',
        pass_ticket: decodeURIComponent(ticket ?? ''),
        ...fields,
      }
      for (const [field, value] of Object.entries(all)) form.append(field, value)
      const piece = bytes.slice(chunk * chunkSize, (chunk + 1) * chunkSize)
      form.append('filename', new Blob([piece], { type: 'application/octet-stream' }), name)
      last = (await uploadForm(form)).body
    }
    return last
  }
  const contacts = async (): Promise<readonly Raw[]> => {
    const book = objectIn(await (await ask(`/cgi-bin/mmwebwx-bin/webwxgetcontact?skey=${skey}&seq=0`)).json())
    return [init.ContactList, book.MemberList].flatMap((list) => (Array.isArray(list) ? list.map(objectIn) : []))
  }
  return {
    world,
    origin,
    cookies,
    skey: skey ?? '',
    uin: uin ?? '',
    self,
    base,
    get: (path, headers = {}) => ask(path, { headers }),
    bytes: async (path, headers = {}) => new Uint8Array(await (await ask(path, { headers })).arrayBuffer()),
    api,
    nameOf: async (nickName) =>
      String((await contacts()).find(({ NickName }) => NickName === nickName)?.UserName ?? '@nobody'),
    sync,
    news: async () => {
      const { AddMsgList } = await sync()
      return Array.isArray(AddMsgList) ? AddMsgList.map(objectIn) : []
    },
    uploadForm,
    upload,
    send: async (endpoint, message) => {
      const id = String(ids++)
      const Msg = {
        Content: '',
        FromUserName: self,
        ToUserName: 'filehelper',
        LocalID: id,
        ClientMsgId: id,
        ...message,
      }
      return await api(endpoint, { Msg, Scene: 0 }, '&fun=async&f=json')
    },
    close,
  }
}

export const ret = (answer: Raw): unknown => objectIn(answer.BaseResponse).Ret
