import { createHash } from 'node:crypto'
import { chmodSync, mkdtempSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, isAbsolute, join } from 'node:path'
import { createInterface } from 'node:readline'
import { asyncScheduler, interval, Observable, type SchedulerLike, Subscription, timer } from 'rxjs'
import { failure } from 'rxwx'
import { linesOf, notUtf8 } from './lines-of.js'
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
/** What a path that is too long points to: a folder of its own, as `mkdtemp` makes it. */
const folderPrefix = 'rxwx-'
const socketName = 'listener.sock'
const pointerIn = (place: ListenerPlace): string => join(place.store, `${nameFor(place)}.path`)

/** What a listener says while somebody waits for an answer, and how often (ms): a send may have to wait for its turn, or for a session. */
const stillHere = '{"type":"waiting"}'
const signOfLife = 10_000

/** One that has said nothing for so long does not run any more, or is held (ms). */
const patience = 45_000

/**
 * Serves a listener's commands on a socket that only this user can reach, for as long as it is subscribed. Only the process
 * that holds the store's lock may subscribe: this replaces the socket that is there.
 */
export const serveListener = (
  place: ListenerPlace,
  handle: LineHandler,
  scheduler: SchedulerLike = asyncScheduler,
): Observable<never> =>
  new Observable((subscriber) => {
    removeSocket(place)
    const remove = (): void => removeSocket(place)
    // A second signal ends the process without an unsubscription.
    process.on('exit', remove)
    subscriber.add(() => {
      process.off('exit', remove)
      remove()
    })
    subscriber.add(listenAt(newSocket(place), handle, scheduler, (error) => subscriber.error(error)))
  })

function listenAt(
  path: string,
  handle: LineHandler,
  scheduler: SchedulerLike,
  onError: (error: Error) => void,
): () => void {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    const work = answer(socket, handle, scheduler)
    socket.on('close', () => {
      sockets.delete(socket)
      work.unsubscribe()
    })
  })
  server.on('error', onError)
  server.listen(path, () => chmodSync(path, 0o600))
  return () => {
    server.close()
    // What is written already still leaves.
    for (const socket of sockets) socket.destroySoon()
  }
}

/** Where the socket of this start is made. */
function newSocket(place: ListenerPlace): string {
  const inStore = socketIn(place)
  if (inStore.length <= longestPath) return inStore
  const folder = mkdtempSync(join(tmpdir(), folderPrefix))
  const path = join(folder, socketName)
  try {
    writeFileSync(pointerIn(place), path, { mode: 0o600 })
  } catch (error) {
    rmdirSync(folder)
    throw error
  }
  return path
}

/** Also removes what a killed process left behind: the pointer still names its folder. */
function removeSocket(place: ListenerPlace): void {
  const path = whereIn(place)
  rmSync(path, { force: true })
  if (isElsewhere(path)) removeEmpty(dirname(path))
  rmSync(pointerIn(place), { force: true })
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder)
  } catch {
    // It is gone already, or somebody else put something into it.
  }
}

function answer(socket: Socket, handle: LineHandler, scheduler: SchedulerLike): Subscription {
  const work = interval(signOfLife, scheduler).subscribe(() => socket.write(`${stillHere}\n`))
  socket.on('error', () => socket.destroy())
  const reading = linesOf(socket, undefined, notUtf8).subscribe((line) => {
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
 * has answered may have done what it was asked: its lines just end, and that is not "nobody". Fails with `timeout` where it is there and says nothing. `onWritten` is called
 * once it has been asked.
 */
export const askListener = (
  place: ListenerPlace,
  line: string,
  scheduler: SchedulerLike = asyncScheduler,
  onWritten: () => void = () => {},
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
      onWritten()
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
    return isElsewhere(path) ? path : socketIn(place)
  } catch {
    return socketIn(place)
  }
}

/** Is it a socket as `newSocket` makes it? The temporary directory of another process may be another one. */
const isElsewhere = (path: string): boolean =>
  isAbsolute(path) && basename(path) === socketName && /^rxwx-[A-Za-z0-9]{6}$/.test(basename(dirname(path)))
