/** The value that an answer gave to a cookie last. Split at the first `=` only: values contain `=`, `+` and `/` and are never decoded. */
export function cookieValue(setCookies: readonly string[], name: string): string | undefined {
  const pair = setCookies
    .map((line) => line.split(';', 1)[0] ?? '')
    .findLast((one) => one.slice(0, Math.max(0, one.indexOf('='))).trim() === name)
  return pair?.slice(pair.indexOf('=') + 1).trim()
}
