import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

/** A request that a stub was asked. */
export interface Asked {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
  readonly response: ServerResponse
  /** Whoever asked has gone before the answer was whole. */
  readonly isGone: () => boolean
}

export interface StubServer {
  readonly origin: string
  /** Oldest first. */
  readonly asked: readonly Asked[]
  readonly close: () => Promise<void>
}

/** A server of this machine that answers as it is told, once the whole request is there. */
export async function startStub(answer: (asked: Asked) => void): Promise<StubServer> {
  const asked: Asked[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    let isGone = false
    response.on('close', () => {
      isGone = !response.writableFinished
    })
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const one: Asked = {
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
        response,
        isGone: () => isGone,
      }
      asked.push(one)
      answer(one)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    origin: `http://127.0.0.1:${port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
