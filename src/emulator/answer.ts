import type { Bytes } from './bytes.js'
import type { JsonObject } from './wire-json.js'

export type Body =
  | { readonly type: 'json'; readonly value: JsonObject }
  | { readonly type: 'text'; readonly value: string }
  | { readonly type: 'bytes'; readonly value: Bytes }

/** What a route says. Faults may still change it; then it is written as text. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly setCookies: readonly string[]
  readonly body: Body
  /** Comes so many milliseconds later. */
  readonly delay?: number
  /** Milliseconds per byte. */
  readonly drip?: number
  /** `lie`: labelled as compressed, and not compressed. */
  readonly gzip?: true | 'lie'
  /** The connection is reset instead of answering: `midway`, after half of the body. */
  readonly broken?: true | 'midway'
  /** Content-Length promises so many bytes more than there are. */
  readonly promised?: number
}

const answer = (status: number, type: string, body: Body): Answer => ({
  status,
  headers: { 'content-type': type },
  setCookies: [],
  body,
})

/** JSON is labelled as plain text, and failures come with status 200, too. */
export const jsonAnswer = (value: JsonObject): Answer => answer(200, 'text/plain', { type: 'json', value })

export const textAnswer = (status: number, value: string, type = 'text/plain'): Answer =>
  answer(status, type, { type: 'text', value })

export const scriptAnswer = (value: string): Answer => textAnswer(200, value, 'text/javascript')

export const pageAnswer = (status: number, value: string): Answer =>
  textAnswer(status, `<!DOCTYPE html>\n<html>\n${value}\n</html>\n`, 'text/html; charset=UTF-8')

export const bytesAnswer = (status: number, type: string, value: Bytes): Answer =>
  answer(status, type, { type: 'bytes', value })

export const pictureAnswer = (value: Bytes): Answer => bytesAnswer(200, 'image/jpeg', value)

/** Status 200 and not one byte: what media endpoints say where there is nothing, and to whom it is not for. */
export const nothing = (type: string): Answer => bytesAnswer(200, type, new Uint8Array())

export const withCookies = (to: Answer, setCookies: readonly string[]): Answer => ({ ...to, setCookies })

export const withHeader = (to: Answer, name: string, value: string): Answer => ({
  ...to,
  headers: { ...to.headers, [name]: value },
})
