export interface CookieScope {
  /** The web host; undefined where one origin plays every role: then the cookie belongs to that host alone. */
  readonly domain: string | undefined
  readonly secure: boolean
}

export const hour = 3_600_000
export const day = 24 * hour

/** A Set-Cookie line as the server writes it: dashes in the date, no quotes, the value untouched. */
export function setCookie(scope: CookieScope, name: string, value: string, expires: number): string {
  const domain = scope.domain === undefined ? '' : `; Domain=${scope.domain}`
  return `${name}=${value}${domain}; Path=/; Expires=${dashedDate(expires)}${scope.secure ? '; Secure' : ''}`
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `Mon, 31-Dec-2018 11:12:21 GMT` */
function dashedDate(time: number): string {
  const date = new Date(time)
  const two = (value: number): string => String(value).padStart(2, '0')
  const day = `${two(date.getUTCDate())}-${months[date.getUTCMonth()]}-${date.getUTCFullYear()}`
  const clock = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':')
  return `${weekdays[date.getUTCDay()]}, ${day} ${clock} GMT`
}
