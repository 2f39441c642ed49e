import { Cookie, CookieJar, MemoryCookieStore } from 'tough-cookie'
import type { Cookies } from '../actors/env.js'
import type { SavedCookie } from '../actors/saved.js'
import { expiry, isSendable, readCookie, writeCookie } from './saved-cookie.js'
import { createServiceClock } from './service-clock.js'

/** A flood of cookies beyond this many is not taken in, and pushes nothing out. The real site sets about ten. */
const maxCookies = 300

/** In characters, with all attributes: what browsers take. */
const maxCookieLength = 4096

/** How many URLs have their header remembered. */
const maxRemembered = 64

/**
 * An RFC 6265 jar. Cookies expire by the clock of the service: `Expires` is compared with the `Date`
 * header of its answers. `now` (Unix time in milliseconds) counts the time since the last of them.
 * After five minutes without an answer nothing expires until the next one.
 *
 * Values are kept as they came. A port in `Domain` is dropped. A Secure cookie goes out over https, and over plain http to
 * this machine only; there a `Domain` is ignored, so that an emulator on 127.0.0.1 may speak as the real site.
 *
 * @example
 * const cookies = toughCookies(Date.now)
 */
export function toughCookies(now: () => number): Cookies {
  const service = createServiceClock(now)
  /** While nobody knows the time, nothing expires: the service says so itself. */
  const time = (): number => service.now() ?? Number.NEGATIVE_INFINITY
  let jar = createJar(time)
  const remembered = new Map<string, { readonly header: string; readonly until: number }>()
  let latest = ''
  let written: { readonly cookies: readonly SavedCookie[]; readonly until: number } | undefined

  const changed = (): void => {
    remembered.clear()
    written = undefined
  }
  const write = (): readonly SavedCookie[] => {
    const cookies = jar.all()
    written = { cookies: cookies.map(writeCookie), until: Math.min(...cookies.map(expiry)) }
    return written.cookies
  }
  const build = (url: string): string => {
    const cookies = jar.live(url)
    const header = cookies.map((cookie) => cookie.cookieString()).join('; ')
    if (remembered.size >= maxRemembered) remembered.clear()
    remembered.set(url, { header, until: Math.min(...cookies.map(expiry)) })
    return header
  }
  return {
    header: (url) => {
      const place = placeOf(url)
      const known = remembered.get(place)
      return known !== undefined && time() < known.until ? known.header : build(place)
    },
    receive: (url, lines, date) => {
      if (date !== undefined || lines.length > 0) service.tell(date)
      if (lines.length === 0) return
      // While much is pulled, the same lines come many times a second; without Max-Age they change nothing.
      const all = [placeOf(url), ...lines].join('\n')
      if (all === latest) return
      latest = /max-age/i.test(all) ? '' : all
      changed()
      for (const line of lines) {
        const cookie = line.length > maxCookieLength || !isSendable(line) ? undefined : Cookie.parse(line)
        if (cookie !== undefined) jar.take(settle(cookie, url, service.now() ?? now()), url)
      }
    },
    value: (url, name) => jar.live(url).find(({ key }) => key === name)?.value,
    // Every pull saves them, and hardly any changes them.
    save: () => (written !== undefined && time() < written.until ? written.cookies : write()),
    restore: (saved) => {
      latest = ''
      changed()
      jar = createJar(time)
      if (!fill(jar, saved)) jar = createJar(time)
    },
  }
}

function placeOf(url: string): string {
  const query = url.indexOf('?')
  return query < 0 ? url : url.slice(0, query)
}

interface Jar {
  /** False when the rules refuse the cookie. */
  readonly take: (cookie: Cookie, url: string) => boolean
  readonly live: (url: string) => readonly Cookie[]
  readonly all: () => readonly Cookie[]
}

function createJar(now: () => number): Jar {
  const store = new MemoryCookieStore()
  const cookies = new CookieJar(store)
  const drop = ({ domain, path, key }: Cookie): void => store.removeCookie(domain ?? '', path ?? '', key, () => {})

  const all = (): readonly Cookie[] => {
    let kept: readonly Cookie[] = []
    store.getAllCookies((_, found) => {
      kept = found ?? []
    })
    for (const cookie of kept) if (expiry(cookie) <= now()) drop(cookie)
    return kept.filter((cookie) => expiry(cookie) > now())
  }
  return {
    take: (cookie, url) => {
      try {
        // The date is noted in the cookie only, where nobody reads it.
        const taken = cookies.setCookieSync(cookie, url, { ignoreError: true, now: noted })
        if (taken !== undefined && all().length > maxCookies) drop(cookie)
        return taken !== undefined
      } catch {
        // A domain that is none, or a URL that is none.
        return false
      }
    },
    live: (url) => {
      if (!URL.canParse(url)) return []
      // The library judges expiry by the system's clock, so it is kept from doing so.
      return cookies.getCookiesSync(url, { expire: false, sort: true }).filter((cookie) => expiry(cookie) > now())
    },
    all,
  }
}

function fill(jar: Jar, saved: readonly SavedCookie[]): boolean {
  if (!Array.isArray(saved) || saved.length > maxCookies) return false
  return saved.every((one) => {
    const read = readCookie(one)
    return read !== undefined && jar.take(read.cookie, read.url)
  })
}

const noted = new Date(0)

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

/** Makes the cookie independent of the system's clock, and its domain one that the jar can judge. */
function settle(cookie: Cookie, url: string, time: number): Cookie {
  const { maxAge, domain } = cookie
  if (maxAge !== null) {
    const age = Number(maxAge) > 0 ? Number(maxAge) * 1_000 : Number.NEGATIVE_INFINITY
    cookie.expires = new Date(Math.max(0, Math.min(time + age, 8.64e15)))
    cookie.maxAge = null
  }
  if (domain === null) return cookie
  const host = URL.canParse(url) ? new URL(url).hostname : ''
  cookie.domain = loopback.test(host) ? null : domain.replace(/^([^:]*):\d*$/, '$1')
  return cookie
}
