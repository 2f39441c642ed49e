import type { Disguise } from './disguise.js'
import { cookieNames } from './vocabulary.js'

/** A Set-Cookie header with a made-up value, good for as long as the real one. */
export function scrubCookie(disguise: Disguise, shift: number, line: string): string {
  const [pair = '', ...attributes] = line.split(';')
  const cut = pair.indexOf('=')
  const name = pair.slice(0, Math.max(0, cut)).trim()
  const value = pair.slice(cut + 1).trim()
  const kept = attributes.flatMap((attribute) => scrubAttribute(shift, attribute.trim()))
  return [`${cookieNames.has(name) ? name : disguise.text(name)}=${disguise.text(value)}`, ...kept].join('; ')
}

function scrubAttribute(shift: number, attribute: string): readonly string[] {
  const [name = '', value = ''] = attribute.split('=', 2)
  switch (name.toLowerCase()) {
    case 'domain':
      return /^\.?(?:[\w-]{1,20}\.){0,3}(?:qq|wechat|weixin)\.com$/.test(value) ? [attribute] : []
    case 'path':
      return ['Path=/']
    case 'secure':
    case 'httponly':
      return [name]
    case 'max-age':
      return /^-?\d{1,10}$/.test(value) ? [attribute] : []
    case 'expires': {
      const time = Date.parse(value)
      return Number.isNaN(time) ? [] : [`Expires=${new Date(time + shift).toUTCString()}`]
    }
    default:
      return []
  }
}
