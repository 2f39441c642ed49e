import type { ServerResponse } from 'node:http'
import { isFailure } from '../errors.js'
import { readJson } from './authorise.js'
import { control } from './control.js'
import type { Incoming } from './request.js'
import type { World } from './world.js'

const prefix = '/_control/'

/** Is this meant for whoever runs the emulator, and not for WeChat? */
export const isControl = ({ url }: Incoming): boolean => new URL(url).pathname.startsWith(prefix)

/** JSON in and out. Browsers are refused: a page on the web must not be able to play with a phone on this machine. */
export function answerControl(world: World, incoming: Incoming, response: ServerResponse): void {
  const { pathname, hostname, searchParams } = new URL(incoming.url)
  if (incoming.headers.origin !== undefined || !['127.0.0.1', 'localhost'].includes(hostname)) {
    send(response, 403, { error: 'not for browsers' })
    return
  }
  const given =
    incoming.method === 'GET'
      ? Object.fromEntries(searchParams)
      : incoming.body.length === 0
        ? {}
        : readJson(bodyOf(incoming))
  try {
    const result = control(world, incoming.method, pathname.slice(prefix.length), given)
    send(response, result === undefined ? 404 : 200, result ?? { error: `no such control: ${pathname}` })
  } catch (error) {
    if (!isFailure(error)) throw error
    send(response, 400, { error: error.message })
  }
}

const bodyOf = ({ body }: Incoming): string => (typeof body === 'string' ? body : new TextDecoder().decode(body))

function send(response: ServerResponse, status: number, value: object): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(`${JSON.stringify(value)}\n`)
}
