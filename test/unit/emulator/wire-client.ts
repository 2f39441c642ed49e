import type { HttpResponse } from '../../../src/actors/env.js'
import { createWorld, emulatorHttp, type World, type WorldOptions } from '../../../src/emulator/index.js'
import { type Failure, isFailure } from '../../../src/errors.js'
import { createVirtualClock, type VirtualClock } from '../../../src/testing/virtual-clock.js'

export type Raw = { readonly [name: string]: unknown }

/** What came of one request: an answer, a failure, or nothing yet. */
export interface Outcome {
  answer?: HttpResponse
  failure?: Failure
  /** When it ended, in virtual milliseconds. */
  at?: number
  readonly hangUp: () => void
}

export interface Asked {
  readonly method?: 'GET' | 'POST'
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly limit?: number
}

/** A client that knows the wire by heart and no codec of ours: what it finds out is what the server says. */
export interface WireClient {
  readonly world: World
  readonly clock: VirtualClock
  readonly cookies: Map<string, string>
  /** Starts a request and returns at once. */
  readonly begin: (url: string, asked?: Asked) => Outcome
  /** A request that is answered without waiting for anything. */
  readonly ask: (url: string, asked?: Asked) => HttpResponse
  readonly uuid: () => string
  readonly beginPoll: (uuid: string, tip: 0 | 1) => Outcome
  /** Scan, confirm, login page: the credentials stand in the result. */
  readonly login: (asked?: LoginAsked) => Credentials
  /** POST with BaseRequest and cookies, parsed. */
  readonly api: (name: string, body?: Raw, query?: string) => Raw
  readonly beginCheck: (synckey: string, changes?: Readonly<Record<string, string>>) => Outcome
}

export interface LoginAsked {
  readonly account?: string
  readonly query?: string
  readonly headers?: Readonly<Record<string, string>>
}

export interface Credentials {
  readonly status: number
  readonly xml: string
  readonly redirectUri: string
  readonly setCookies: readonly string[]
  readonly headers: Readonly<Record<string, string>>
  readonly skey: string
  readonly sid: string
  readonly uin: string
  readonly passTicket: string
}

export const web = 'https://wx2.qq.com/cgi-bin/mmwebwx-bin'
export const loginHost = 'https://login.wx.qq.com'
export const push = 'https://webpush.wx2.qq.com/cgi-bin/mmwebwx-bin'

/** A world of its own, and a client for it. */
export function createWireClient(options: Partial<WorldOptions> = {}): WireClient {
  const clock = createVirtualClock()
  return attach(createWorld({ scheduler: clock.scheduler, ...options }), clock)
}

/** Another client, with its own cookies, in the same world. */
export function attach(world: World, clock: VirtualClock): WireClient {
  const http = emulatorHttp(world)
  const cookies = new Map<string, string>()
  let known: Credentials | undefined

  const begin = (url: string, { method = 'GET', body, headers = {}, limit = 50_000_000 }: Asked = {}): Outcome => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const request = { endpoint: 'test', method, url, headers: { cookie, ...headers }, limit }
    const outcome: Outcome = { hangUp: () => running.unsubscribe() }
    const running = http(body === undefined ? request : { ...request, body }).subscribe({
      next: (answer) => {
        for (const line of answer.setCookies) take(cookies, line)
        Object.assign(outcome, { answer, at: clock.now() })
      },
      error: (error: unknown) => {
        if (!isFailure(error)) throw error
        Object.assign(outcome, { failure: error, at: clock.now() })
      },
    })
    return outcome
  }
  const ask = (url: string, asked: Asked = {}): HttpResponse => {
    const outcome = begin(url, asked)
    clock.advance(world.settings.latency)
    if (outcome.answer === undefined) throw outcome.failure ?? new Error(`no answer from ${url}`)
    return outcome.answer
  }
  const uuid = (): string => {
    const { body } = ask(`${loginHost}/jslogin?appid=wx782c26e4c19acffb&fun=new&lang=zh_CN&_=1`)
    return /^window\.QRLogin\.code = 200; window\.QRLogin\.uuid = "([^"]+)";$/.exec(body)?.[1] ?? ''
  }
  const beginPoll = (id: string, tip: 0 | 1): Outcome =>
    begin(`${loginHost}/cgi-bin/mmwebwx-bin/login?loginicon=true&uuid=${id}&tip=${tip}&r=-1&_=1`)
  const credentials = (): Credentials => {
    if (known === undefined) throw new Error('log in first')
    return known
  }
  const baseRequest = (): Raw => {
    const { uin, sid, skey } = credentials()
    return { Uin: Number(uin), Sid: sid, Skey: skey, DeviceID: 'e123456789012345' }
  }
  return {
    world,
    clock,
    cookies,
    begin,
    ask,
    uuid,
    beginPoll,
    login: ({ account, query = '&fun=new&version=v2', headers = {} } = {}) => {
      const id = uuid()
      world.phone(account).scan(id)
      world.phone(account).confirm()
      const poll = beginPoll(id, 1)
      clock.advance(world.settings.latency)
      const redirectUri = /window\.redirect_uri="([^"]+)"/.exec(poll.answer?.body ?? '')?.[1] ?? ''
      const page = ask(redirectUri + query, { headers })
      const element = (name: string): string => new RegExp(`<${name}>(.*)</${name}>`).exec(page.body)?.[1] ?? ''
      known = {
        status: page.status,
        xml: page.body,
        redirectUri,
        setCookies: page.setCookies,
        headers: page.headers,
        skey: element('skey'),
        sid: element('wxsid') || (cookies.get('wxsid') ?? ''),
        uin: element('wxuin') || (cookies.get('wxuin') ?? ''),
        passTicket: element('pass_ticket'),
      }
      return known
    },
    api: (name, body = {}, query = '') => {
      const text = JSON.stringify({ BaseRequest: baseRequest(), ...body })
      return read(ask(`${web}/${name}?lang=zh_CN${query}`, { method: 'POST', body: text }).body)
    },
    beginCheck: (synckey, changes = {}) => {
      const { uin, sid, skey } = credentials()
      const fields = { r: '1', skey, sid, uin, deviceid: 'e123456789012345', synckey, _: '1', ...changes }
      return begin(`${push}/synccheck?${new URLSearchParams(fields)}`)
    },
  }
}

function take(cookies: Map<string, string>, line: string): void {
  const pair = line.split(';', 1)[0] ?? ''
  const cut = pair.indexOf('=')
  cookies.set(pair.slice(0, cut), pair.slice(cut + 1))
}

export const read = (text: string): Raw => {
  const value: unknown = JSON.parse(text)
  if (typeof value !== 'object' || value === null) throw new Error('not an object')
  return { ...value }
}

/** A field that is an object; an empty one where it is something else. */
export const part = (value: unknown, name: string): Raw => {
  const found =
    typeof value === 'object' && value !== null ? Object.entries(value).find(([key]) => key === name) : undefined
  return typeof found?.[1] === 'object' && found[1] !== null ? { ...found[1] } : {}
}

/** A field that is a list of objects. */
export const list = (value: Raw, name: string): readonly Raw[] => {
  const found = value[name]
  return Array.isArray(found)
    ? found.map((one: unknown): Raw => (typeof one === 'object' && one !== null ? { ...one } : {}))
    : []
}

export const ret = (value: Raw): unknown => part(value, 'BaseResponse').Ret

/** `1_700722177|2_…`, from a SyncKey or SyncCheckKey. */
export const keyText = (key: Raw): string =>
  list(key, 'List')
    .map(({ Key, Val }) => `${Key}_${Val}`)
    .join('|')
