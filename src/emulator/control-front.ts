import type { ServerResponse } from 'node:http'
import type { Observable } from 'rxjs'
import { failure, isFailure } from '../errors.js'
import type { Stream } from './control/control.js'
import type { Given } from './control/field.js'
import { controlPage } from './control/page.js'
import { control, isControlName } from './control/table.js'
import type { Incoming } from './request.js'
import { isObject } from './wire-json.js'
import type { World } from './world.js'

const prefix = '/_control/'

/** Is this meant for whoever runs the emulator, and not for WeChat? */
export const isControl = ({ url }: Incoming): boolean => `${new URL(url).pathname}/`.startsWith(prefix)

/** JSON in and out. Browsers are refused: a page on the web must not be able to play with a phone on this machine. */
export function answerControl(world: World, incoming: Incoming, response: ServerResponse): void {
  const { pathname, hostname, origin } = new URL(incoming.url)
  if (incoming.headers.origin !== undefined || !['127.0.0.1', 'localhost'].includes(hostname)) {
    send(response, 403, { error: 'not for browsers' })
    return
  }
  const name = pathname.slice(prefix.length)
  if (name === '' && incoming.method === 'GET') {
    sendPage(response, controlPage(origin))
    return
  }
  try {
    answer(response, control(world, incoming.method, name, givenIn(incoming)))
  } catch (error) {
    if (!isFailure(error)) throw error
    send(response, isControlName(name) ? 400 : 404, { error: error.message })
  }
}

/** The fields of a GET stand in its query, those of a POST in its body. */
function givenIn({ method, url, body }: Incoming): Given {
  const query = Object.fromEntries(new URL(url).searchParams)
  if (method === 'GET') return query
  const [stray] = Object.keys(query)
  if (stray !== undefined) throw failure('argument', { name: stray, why: 'has to be in the JSON body of a POST' })
  return body.length === 0 ? {} : objectIn(typeof body === 'string' ? body : new TextDecoder().decode(body))
}

function objectIn(text: string): Given {
  const value = parsed(text)
  if (isObject(value)) return value
  throw failure('argument', { name: 'the body', why: 'has to be one JSON object' })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function answer(response: ServerResponse, result: object | Stream): void {
  if ('lines$' in result) sendLines(response, result.lines$)
  else send(response, 200, result)
}

function send(response: ServerResponse, status: number, value: object): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(line(value))
}

function sendLines(response: ServerResponse, lines$: Observable<object>): void {
  response.writeHead(200, { 'content-type': 'application/x-ndjson; charset=utf-8' })
  const sending = lines$.subscribe((value) => response.write(line(value)))
  response.on('close', () => sending.unsubscribe())
}

const line = (value: object): string => `${JSON.stringify(value)}\n`

/** A browser shows text/plain as it is, and curl, too. */
function sendPage(response: ServerResponse, text: string): void {
  response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end(text)
}
