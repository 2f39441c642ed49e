/** Where a request goes, as undici wants it. */
export interface Target {
  readonly origin: string
  readonly path: string
}

/** How many places are remembered: an engine asks a dozen endpoints of a few hosts, many times a second. */
const maxRemembered = 64

const remembered = new Map<string, Target>()

/** Stands in a URL as it is: nothing of it would be encoded again. */
const plain = /^[\w\-.~!*()%&=+]*$/

/** Takes an http or https URL apart; undefined for anything else. What stands before the query is read once for each place. */
export function targetOf(url: string): Target | undefined {
  const cut = url.indexOf('?')
  const query = cut < 0 ? '' : url.slice(cut + 1)
  const place = cut < 0 ? url : url.slice(0, cut)
  if (query === '' || place.includes('#') || !plain.test(query)) return read(url)
  const target = remembered.get(place) ?? remember(place)
  return target === undefined ? undefined : { origin: target.origin, path: `${target.path}?${query}` }
}

function remember(place: string): Target | undefined {
  const target = read(place)
  if (target === undefined) return undefined
  if (remembered.size >= maxRemembered) remembered.clear()
  remembered.set(place, target)
  return target
}

function read(url: string): Target | undefined {
  try {
    const { protocol, origin, pathname, search } = new URL(url)
    return protocol === 'https:' || protocol === 'http:' ? { origin, path: pathname + search } : undefined
  } catch {
    return undefined
  }
}
