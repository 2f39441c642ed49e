import { type Failure, failure } from '../errors.js'

/** The origins that play the roles of one account's shard, without a trailing slash. */
export interface Hosts {
  readonly web: string
  readonly login: string
  readonly file: string
  readonly push: string
}

/** Who may be talked to: WeChat's own hosts over HTTPS, or exactly one origin that plays every role. */
export type Realm = { readonly type: 'wechat' } | { readonly type: 'single'; readonly origin: string }

/** The hosts of a login that has no shard yet. */
export interface LoginHosts {
  /** Answers jslogin and the login poll. */
  readonly login: string
  /** Serves the picture of the QR code, and is what the code points to. */
  readonly qr: string
  /** Where the login page is said to be; the server decides on the real one. */
  readonly web: string
}

/** Before a login every account uses the same hosts. */
export const loginHosts = (realm: Realm): LoginHosts =>
  realm.type === 'single'
    ? { login: realm.origin, qr: realm.origin, web: realm.origin }
    : { login: 'https://login.wx.qq.com', qr: 'https://login.weixin.qq.com', web: 'https://wx.qq.com' }

/** The roles of one shard: file and push host are derived from the web host. */
export function hostsOf(realm: Realm, webOrigin: string): Hosts {
  if (realm.type === 'single') return { web: realm.origin, login: realm.origin, file: realm.origin, push: realm.origin }
  const host = webOrigin.replace(/^https:\/\//, '')
  const role = (name: string): string => `https://${name}.${host}`
  return { web: `https://${host}`, login: role('login'), file: role('file'), push: role('webpush') }
}

/** A shard's web host: wx.qq.com, wx2.qq.com, web.wechat.com, … and nothing that only looks like one. */
const shard = /^(?:wx\d{0,3}\.qq\.com|web\d{0,3}\.wechat\.com)$/

const role = /^(?:login|file|webpush)\d?\./

const shared: ReadonlySet<string> = new Set(['login.weixin.qq.com', 'webpush.weixin.qq.com', 'file.weixin.qq.com'])

/** Does this URL lead to a host of the realm? Other schemes, ports and user names in it are refused. */
export const trusted = (realm: Realm, url: string): boolean =>
  leadsTo(realm, url, (host) => shared.has(host) || shard.test(host.replace(role, '')))

/** Is this the web host of a shard, where a session may live? */
export const trustedWeb = (realm: Realm, url: string): boolean => leadsTo(realm, url, (host) => shard.test(host))

function leadsTo(realm: Realm, url: string, known: (host: string) => boolean): boolean {
  const parsed = parse(url)
  if (parsed === undefined || parsed.username !== '' || parsed.password !== '') return false
  if (realm.type === 'single') return parsed.origin === parse(realm.origin)?.origin
  return parsed.protocol === 'https:' && parsed.port === '' && known(parsed.hostname)
}

/** The host an absolute URL leads to; undefined for a relative one. */
export const hostOf = (url: string): string | undefined => parse(url)?.host

/** The host outside its realm that a redirect of `url` would lead to; undefined for one that stays. */
export function foreignTarget(url: string, location: string): string | undefined {
  const target = URL.canParse(location, url) ? new URL(location, url).href : location
  const realm: Realm = trusted(wechat, url) ? wechat : { type: 'single', origin: parse(url)?.origin ?? '' }
  return trusted(realm, target) ? undefined : nameOf(target)
}

const wechat: Realm = { type: 'wechat' }

/** Without its path and query; an unreadable URL has no name. */
const nameOf = (url: string): string => (hostOf(url) || 'an unreadable address').slice(0, 100)

/** The failure that names a host outside the realm; an unreadable URL has no name. */
export const foreign = (endpoint: string, url: string): Failure =>
  failure('foreignHost', { endpoint, host: nameOf(url) })

export function parse(url: string): URL | undefined {
  try {
    return new URL(url)
  } catch {
    return undefined
  }
}
