import type { WireRequest } from './endpoint.js'
import { wellFormed } from './well-formed.js'

/** The address with its query, each value encoded once. */
export function urlOf({ url, query }: Pick<WireRequest, 'url' | 'query'>): string {
  let address = url
  let mark = url.includes('?') ? '&' : '?'
  for (const name in query) {
    address += `${mark}${name}=${encodeURIComponent(wellFormed(String(query[name])))}`
    mark = '&'
  }
  return address
}
