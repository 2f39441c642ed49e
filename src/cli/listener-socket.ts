import { createHash } from 'node:crypto'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { asyncScheduler, interval, Observable, type SchedulerLike, Subscription, timer } from 'rxjs'
import { failure } from 'rxwx'
import { linesOf } from './lines-of.js'
import type { LineHandler } from './listener-commands.js'

/** Unix socket paths are short; a longer store path gets its socket in a private temporary directory. */
const longestPath = 100

/** Whose listener is meant: each account of a store has one of its own. */
export interface ListenerPlace {
  readonly store: string
  readonly account?: string
}

/** The name of an account is not for everybody who reads the names of files. */
const nameFor = ({ account = 'default' }: ListenerPlace): string =>
  account === 'default' ? 'listener' : `listener-${createHash('sha256').update(account).digest('hex').slice(0, 16)}`

const socketIn = (place: ListenerPlace): string => join(place.store, `${nameFor(place)}.sock`)
const pointerIn = (place: ListenerPlace): string => join(place.store, `${nameFor(place)}.path`)

/** What a listener says while somebody waits for an answer, and how often (ms): a send may have to wait for its turn, or for a session. */
const stillHere = '{"type":"waiting"}'
const signOfLife = 10_000

/** One that has said nothing for so long does not run any more, or is held (ms). */
const patience = 45_000

/** Serves a listener's commands on a socket that only this user can reach, for as long as it is subscribed. */
export const serveListener = (
  place: ListenerPlace,
  handle: LineHandler,
  scheduler: SchedulerLike = asyncScheduler,
): Observable<never> =>
  new Observable((subscriber) => {
    const path = socketIn(place).length <= longestPath ? socketIn(place) : elsewhere(place)
    const sockets = new Set<Socket>()
    const server = createServer((socket) => {
      sockets.add(socket)
      const work = answer(socket, handle, scheduler)
      socket.on('close', () => {
        sockets.delete(socket)
        work.unsubscribe()
      })
    })
    rmSync(path, { force: true })
    server.on('error', (error) => subscriber.error(error))
    server.listen(path, () => chmodSync(path, 0o600))
    return () => {
      server.close()
      // What is written already still leaves.
      for (const socket of sockets) socket.destroySoon()
      rmSync(path, { force: true })
      rmSync(pointerIn(place), { force: true })
    }
  })

function elsewhere(place: ListenerPlace): string {
  const path = join(mkdtempSync(join(tmpdir(), 'rxwx-')), 'listener.sock')
  writeFileSync(pointerIn(place), path, { mode: 0o600 })
  return path
}

function answer(socket: Socket, handle: LineHandler, scheduler: SchedulerLike): Subscription {
  const work = interval(signOfLife, scheduler).subscribe(() => socket.write(`${stillHere}\n`))
  socket.on('error', () => socket.destroy())
  const reading = linesOf(socket).subscribe((line) => {
    work.add(
      handle(line).subscribe({
        next: (reply) => socket.write(`${reply}\n`),
        complete: () => {
          work.unsubscribe()
          socket.end()
        },
        error: () => socket.destroy(),
      }),
    )
  })
  socket.on('close', () => reading.unsubscribe())
  return work
}

/**
 * Asks the listener that runs on this account of a store: its lines, or undefined where nobody listens. A listener that ends before it
 * has answered may have done what it was asked: its lines just end, and that is not "nobody". Fails with `timeout` where it is there and says nothing.
 */
export const askListener = (
  place: ListenerPlace,
  line: string,
  scheduler: SchedulerLike = asyncScheduler,
): Observable<string | undefined> =>
  new Observable((subscriber) => {
    const socket = connect(whereIn(place))
    let isThere = false
    let silence = new Subscription()
    const listen = (): void => {
      silence.unsubscribe()
      silence = timer(patience, scheduler).subscribe(() =>
        subscriber.error(failure('timeout', { endpoint: 'the listener', after: patience })),
      )
    }
    subscriber.add(() => silence.unsubscribe())
    socket.on('connect', () => {
      isThere = true
      socket.write(`${line}\n`)
      listen()
    })
    socket.on('error', () => {
      if (!isThere) subscriber.next(undefined)
      subscriber.complete()
    })
    // The reader tells of the socket's errors, too, and one that nobody hears would end the process.
    createInterface({ input: socket })
      .on('error', () => subscriber.complete())
      .on('line', (reply) => {
        listen()
        if (reply !== stillHere) subscriber.next(reply)
      })
      .on('close', () => subscriber.complete())
    return () => socket.destroy()
  })

function whereIn(place: ListenerPlace): string {
  try {
    const path = readFileSync(pointerIn(place), 'utf8')
    return dirname(path).startsWith(tmpdir()) ? path : socketIn(place)
  } catch {
    return socketIn(place)
  }
}
