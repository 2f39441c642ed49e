import { Cookie } from 'tough-cookie'
import type { SavedCookie } from '../actors/saved.js'

/** HTTP carries Latin-1 without controls; one such value would make every later request fail. */
export const isSendable = (text: string): boolean => !/[^\x20-\x7e\x80-\xff]/.test(text)

/** When a cookie ends, in Unix milliseconds; Infinity for one without a date. */
export const expiry = ({ expires }: Cookie): number =>
  expires instanceof Date ? expires.getTime() : Number.POSITIVE_INFINITY

export function writeCookie(cookie: Cookie): SavedCookie {
  const { key, value, domain, path, secure, httpOnly, hostOnly } = cookie
  const until = expiry(cookie)
  return {
    name: key,
    value,
    domain: domain ?? '',
    path: path ?? '/',
    secure,
    httpOnly,
    hostOnly: hostOnly === true,
    ...(Number.isFinite(until) ? { expires: until } : {}),
  }
}

/** A cookie and the URL that may set it; undefined for anything that was not written by {@link writeCookie}. */
export function readCookie(saved: unknown): { readonly cookie: Cookie; readonly url: string } | undefined {
  if (typeof saved !== 'object' || saved === null) return undefined
  const { name, value, domain, path, secure, httpOnly, hostOnly, expires } = saved as Readonly<Record<string, unknown>>
  if (typeof name !== 'string' || typeof value !== 'string' || !isSendable(name + value) || /[;=]/.test(name))
    return undefined
  if (value.includes(';') || typeof domain !== 'string' || typeof path !== 'string' || !path.startsWith('/'))
    return undefined
  if (typeof secure !== 'boolean' || typeof httpOnly !== 'boolean' || typeof hostOnly !== 'boolean') return undefined
  if (expires !== undefined && (typeof expires !== 'number' || Number.isNaN(new Date(expires).getTime())))
    return undefined
  const url = `https://${domain.includes(':') ? `[${domain}]` : domain}/`
  if (!URL.canParse(url) || new URL(url).hostname.replace(/^\[|\]$/g, '') !== domain) return undefined
  const cookie = new Cookie({
    key: name,
    value,
    path,
    secure,
    httpOnly,
    ...(hostOnly ? {} : { domain }),
    ...(expires === undefined ? {} : { expires: new Date(expires) }),
  })
  return { cookie, url }
}
