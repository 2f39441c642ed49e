/** One request as a front received it. */
export interface Incoming {
  readonly method: string
  /** Absolute: its host says which role is spoken to. */
  readonly url: string
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  /** A text is UTF-8. */
  readonly body: string | Uint8Array
}

export interface Request {
  readonly method: string
  /** As the wire spells it: `webwxsync`; `404` for what nobody serves. */
  readonly endpoint: string
  /** The last part of the path. */
  readonly leaf: string
  readonly origin: string
  readonly host: string
  readonly secure: boolean
  /** One origin plays every role: any host that is not WeChat's. */
  readonly single: boolean
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string>>
  readonly cookies: ReadonlyMap<string, string>
  /** The body as text, decoded when it is first asked for. */
  readonly body: string
  readonly bytes: Uint8Array
}

const wechat = /(?:^|\.)(?:qq|wechat)\.com$/

/** Is this one of WeChat's own host names? */
export const isWechatHost = (host: string): boolean => wechat.test(host)

export function readRequest({ method, url, headers, body }: Incoming): Request {
  const { protocol, host, hostname, pathname, searchParams } = new URL(url)
  const leaf = pathname.slice(pathname.lastIndexOf('/') + 1)
  let text: string | undefined
  return {
    method,
    endpoint: endpointOf(pathname, leaf),
    leaf: decoded(leaf),
    origin: `${protocol}//${host}`,
    host: hostname,
    secure: protocol === 'https:',
    single: !isWechatHost(hostname),
    query: searchParams,
    headers,
    cookies: readCookies(headers.cookie ?? ''),
    get body() {
      text ??= typeof body === 'string' ? body : new TextDecoder().decode(body)
      return text
    },
    get bytes() {
      return typeof body === 'string' ? new TextEncoder().encode(body) : body
    },
  }
}

/** The same request with another Range. Spreading would read its body. */
export const withRange = (request: Request, range: string): Request =>
  Object.create(request, { headers: { value: { ...request.headers, range }, enumerable: true } })

function endpointOf(path: string, leaf: string): string {
  if (path === '/') return 'page'
  if (path === '/jslogin') return 'jslogin'
  if (path.startsWith('/qrcode/')) return 'qrcode'
  if (path.startsWith('/l/')) return 'l'
  if (/^\/\d+\/\d+\/stodownload$/.test(path)) return 'stodownload'
  return path === `/cgi-bin/mmwebwx-bin/${leaf}` ? leaf : '404'
}

/** Values contain `=`: split at the first one only. */
function readCookies(header: string): ReadonlyMap<string, string> {
  const pairs = header.split(';').map((pair): readonly [string, string] => {
    const cut = pair.indexOf('=')
    return cut < 0 ? [pair.trim(), ''] : [pair.slice(0, cut).trim(), pair.slice(cut + 1).trim()]
  })
  return new Map(pairs)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
