import { randomUUID } from 'node:crypto'
import { asyncScheduler, defer, filter, finalize, merge, NEVER, type Observable, switchMap, takeUntil, tap } from 'rxjs'
import {
  controlPage,
  createWorld,
  faultNames,
  type Server,
  type ServerOptions,
  startServer,
  type World,
} from 'rxwx/emulator'
import { eventOf, greeting, lineOf, listening } from './emulate-lines.js'
import { holdsSomethingElse, writeCa } from './emulated-ca.js'
import { jsonLine } from './json-line.js'
import { exit, print, say, stdoutClosed$ } from './output.js'
import { stopAsked$ } from './signals.js'
import { visible } from './visible.js'

export interface EmulateOptions {
  readonly port: number
  readonly json?: true
  /** The same seed gives the same ids; default: other ones at each start, as a server that goes on would. */
  readonly seed?: string
  /** Only the list of faults. */
  readonly faults?: true
  /** Only the list of controls. */
  readonly controls?: true
  /** The web host that owns the accounts. */
  readonly host?: string
  readonly phone: 'auto' | 'manual'
  readonly tls?: true
  readonly tlsPort?: number
  readonly proxyPort?: number
  /** Where to write the CA; default: a folder that goes with the emulator. */
  readonly ca?: string
}

/** `rxwx emulate`: an offline WeChat on this machine, with a small cast. */
export function emulate(options: EmulateOptions): void {
  const { faults, controls, seed = randomUUID(), phone, host, ca } = options
  if (faults === true) return listFaults()
  if (controls === true) return listControls()
  if (ca !== undefined && holdsSomethingElse(ca)) return refuseCa(ca)
  const world = createWorld({ scheduler: asyncScheduler, phone, seed, ...(host === undefined ? {} : { host }) })
  startServer(world, serverOptions(options))
    .pipe(
      switchMap((server) => running(world, server, options)),
      takeUntil(merge(stopAsked$, stdoutClosed$)),
    )
    .subscribe({ error: fail, complete: () => exit(0) })
}

/** Whoever says where TLS is wants TLS. */
function serverOptions({ port, tls, tlsPort, proxyPort, ca }: EmulateOptions): ServerOptions {
  const secure = tls === true || tlsPort !== undefined || proxyPort !== undefined || ca !== undefined
  return secure ? { port, tls: { port: tlsPort ?? 0, proxyPort: proxyPort ?? 0 } } : { port }
}

const running = (world: World, server: Server, { json, ca, phone }: EmulateOptions): Observable<unknown> =>
  defer(() => {
    const file = server.tls === undefined ? undefined : writeCa(server.tls.caPem, ca)
    if (json === true) print(jsonLine(listening(server, file?.path)))
    else for (const line of greeting(server, phone === 'manual', file?.path)) print(line)
    return merge(NEVER, json === true ? jsonLines(world) : lines(world, phone)).pipe(finalize(() => file?.remove()))
  }).pipe(finalize(server.close))

const jsonLines = (world: World): Observable<unknown> =>
  world.events$.pipe(
    filter(({ type }) => type !== 'received'),
    tap((event) => print(jsonLine(eventOf(event)))),
  )

/** Codes are news for somebody who works the phone by hand. */
const lines = (world: World, phone: EmulateOptions['phone']): Observable<unknown> =>
  world.events$.pipe(
    filter(({ type }) => type !== 'code' || phone === 'manual'),
    tap((event) => {
      const line = lineOf(event)
      if (line !== undefined) print(line)
    }),
  )

function fail(error: NodeJS.ErrnoException & { readonly port?: number }): void {
  say(
    error.code === 'EADDRINUSE'
      ? `rxwx: port ${error.port} is in use; choose another, or 0 for a free one`
      : `rxwx: ${visible(error.message)}`,
  )
  exit(error.code === 'EADDRINUSE' ? 2 : 1)
}

function refuseCa(path: string): void {
  say(`rxwx: ${visible(path)} is not a certificate, and is not overwritten; name another file with --ca`)
  exit(2)
}

function listFaults(): void {
  const width = Math.max(...Object.keys(faultNames).map((name) => name.length))
  for (const [name, about] of Object.entries(faultNames)) print(`${name.padEnd(width)}  ${about}`)
  exit(0)
}

function listControls(): void {
  print(controlPage('http://127.0.0.1:8080').trimEnd())
  exit(0)
}
