import { tap } from 'rxjs'
import type { Http } from '../../../src/index.js'

/** One webwxsync as its client saw it. */
export interface Pull {
  readonly at: number
  /** It brought messages that were not there before, or moved the key and brought contacts; or it followed a send, which moves the key. */
  readonly brought: boolean
}

/** Notes every pull that was answered readably, and whether it was worth it. */
export function watchPulls(http: Http, now: () => number): { readonly http: Http; readonly pulls: readonly Pull[] } {
  const pulls: Pull[] = []
  const seen = new Set<string>()
  let sent = false
  const note = (at: number, asked: string, body: string): void => {
    const content = contentOf(body)
    if (content === undefined) return
    const { messages, contacts, key } = content
    const fresh = messages.filter((id) => !seen.has(id))
    for (const id of fresh) seen.add(id)
    // Contacts are not known by an id: those of a key that stands still come again and again.
    const moved = key !== '' && key !== keyIn(asked)
    pulls.push({ at, brought: sent || (moved && contacts > 0) || fresh.length > 0 })
    sent = false
  }
  return {
    pulls,
    http: (request) => {
      const at = now()
      return http(request).pipe(
        tap(({ body }) => {
          if (request.endpoint === 'webwxsendmsg') sent = true
          if (request.endpoint === 'webwxsync') note(at, typeof request.body === 'string' ? request.body : '', body)
        }),
      )
    },
  }
}

interface Content {
  readonly messages: readonly string[]
  readonly contacts: number
  /** '' where there is none. */
  readonly key: string
}

const matches = (body: string, pattern: RegExp): readonly string[] =>
  [...body.matchAll(pattern)].map(([, found = '']) => found)

/** By the wire's text, without the codec that is being tested. Undefined for an answer that is refused, damaged or none. */
function contentOf(body: string): Content | undefined {
  if (!/"Ret": ?0\b/.test(body.slice(0, 200)) || !isJson(body)) return undefined
  return {
    messages: matches(body, /"MsgId": ?"(\d+)"/g),
    contacts: matches(body, /"(?:Mod|Del)ContactCount": ?(\d+)/g).reduce((sum, count) => sum + Number(count), 0),
    key: keyIn(body),
  }
}

/** The numbers of a SyncKey, in the server's order. */
const keyIn = (text: string): string => {
  const [, list = ''] = /"SyncKey":\s*\{[^[\]]*\[([^\]]*)\]/.exec(text) ?? []
  return matches(list, /(\d+)/g).join(' ')
}

function isJson(body: string): boolean {
  try {
    JSON.parse(body.replace(/^\uFEFF/, ''))
    return true
  } catch {
    return false
  }
}
