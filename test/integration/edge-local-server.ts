import type { Server } from 'node:net'
import { firstValueFrom } from 'rxjs'
import type { Http, HttpRequest, HttpResponse } from '../../src/actors/env.js'
import { type Failure, isFailure } from '../../src/errors.js'

const open = new Set<Server>()

/** Listens on a free port of this machine, which it answers with. */
export const listen = (server: Server): Promise<number> =>
  new Promise((resolve) => {
    open.add(server)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })

export function closeServers(): void {
  for (const server of open) server.close()
  open.clear()
}

export const get = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  endpoint: 'synccheck',
  method: 'GET',
  url,
  headers: {},
  limit: 1_000_000,
  ...more,
})

export const ask = (http: Http, request: HttpRequest): Promise<HttpResponse> => firstValueFrom(http(request))

/** The failure that a request ends with; anything else is an error of the test. */
export const failureOf = (http: Http, request: HttpRequest): Promise<Failure> =>
  ask(http, request).then(
    () => Promise.reject(new Error('it was answered')),
    (error: unknown) => (isFailure(error) ? error : Promise.reject(error)),
  )
