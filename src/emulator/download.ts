import type { Account } from './account.js'
import { type Answer, bytesAnswer, nothing, withHeader } from './answer.js'
import type { Attachment } from './attachment.js'
import { authoriseCookies, isSkey } from './authorise.js'
import type { Bytes } from './bytes.js'
import type { Request } from './request.js'
import type { Session } from './session.js'
import { shelfKeys } from './shelf.js'
import type { WorldState } from './world-state.js'

/** Whoever may download here, by cookies, and by Skey where one is given; anybody else gets an empty body. */
export function downloader(
  world: WorldState,
  request: Request,
  role: 'web' | 'file' = 'web',
): { readonly account: Account; readonly session: Session } | undefined {
  const authorised = authoriseCookies(world, request, role)
  if (authorised.type === 'refused') return undefined
  const { session } = authorised
  const account = world.accounts.get(session.account)
  const allowed = role === 'file' || isSkey(session, request.query.get('skey'))
  return allowed && account !== undefined ? { account, session } : undefined
}

/** What hangs on the message that the query names. */
export function attachmentOf(world: WorldState, request: Request): Attachment | undefined {
  const { query } = request
  const msgId = query.get('MsgID') ?? query.get('msgid') ?? query.get('MsgId') ?? ''
  return downloader(world, request)?.account.shelf.find(shelfKeys.message(msgId))
}

/** A part of it where the client asks for one. */
export function rangeAnswer(request: Request, type: string, bytes: Bytes): Answer {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? '') ?? []
  if (first === '' && last === '') return bytesAnswer(200, type, bytes)
  const end = bytes.length - 1
  const from = first === '' ? Math.max(0, bytes.length - Number(last)) : Number(first)
  const to = first === '' || last === '' ? end : Math.min(end, Number(last))
  if (from > to) return withHeader({ ...nothing(type), status: 416 }, 'content-range', `bytes */${bytes.length}`)
  const answer = bytesAnswer(206, type, part(bytes, from, to + 1))
  return withHeader(answer, 'content-range', `bytes ${from}-${to}/${bytes.length}`)
}

/** Not copied before it is written. */
const part = (bytes: Bytes, start: number, end: number): Bytes => ({
  length: end - start,
  subarray: (from, to) => bytes.subarray(start + from, Math.min(end, start + to)),
})
