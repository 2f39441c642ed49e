import { concat, of } from 'rxjs'
import { failure } from '../errors.js'
import type { WireRequest } from '../protocol/endpoint.js'
import { multipartHead, multipartTail } from '../protocol/multipart.js'
import type { Env, HttpRequest } from './env.js'

type Headers = HttpRequest['headers']

/** Those of a session are the same objects, and so are these. */
const remembered = new WeakMap<Headers, { readonly cookie: string; readonly headers: Headers }>()

function withCookie(headers: Headers, cookie: string): Headers {
  if (cookie === '') return headers
  const known = remembered.get(headers)
  if (known?.cookie === cookie) return known.headers
  const together = { cookie, ...headers }
  remembered.set(headers, { cookie, headers: together })
  return together
}

/** Headers and body. The bytes of a file stay where they are until somebody sends them. */
export function payloadOf(env: Env, wire: WireRequest, cookie: string): Pick<HttpRequest, 'headers' | 'body'> {
  const headers = withCookie(wire.headers, cookie)
  if (wire.json !== undefined) return { headers, body: JSON.stringify(wire.json) }
  if (wire.form !== undefined) return { headers, body: new URLSearchParams(wire.form).toString() }
  if (wire.multipart !== undefined) return multipartOf(env, wire.multipart, headers)
  return { headers }
}

/** Long enough never to occur in a file by chance. */
const boundaryDigits = 32

function multipartOf(
  { files, random }: Env,
  { fields, file, slice }: NonNullable<WireRequest['multipart']>,
  headers: Headers,
): Pick<HttpRequest, 'headers' | 'body'> {
  if (files === undefined) throw noFiles(file.name)
  const digits = Array.from({ length: boundaryDigits }, () => Math.floor(random() * 16).toString(16))
  const boundary = `----rxwx${digits.join('')}`
  const [head, tail] = [multipartHead(boundary, fields, file), multipartTail(boundary)].map((text) =>
    new TextEncoder().encode(text),
  ) as [Uint8Array, Uint8Array]
  const length = head.length + slice.end - slice.start + tail.length
  return {
    headers: {
      ...headers,
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'content-length': String(length),
    },
    body: concat(of(head), files.read(slice, slice.start, slice.end), of(tail)),
  }
}

/** What is said where the environment has no files. */
export const noFiles = (name: string) =>
  failure('media', { reason: 'unsupported', name, why: 'this environment has no files' })
