import { randomUUID } from 'node:crypto'
import {
  asyncScheduler,
  concatMap,
  distinctUntilChanged,
  EMPTY,
  finalize,
  from,
  interval,
  map,
  merge,
  NEVER,
  type Observable,
  of,
  switchMap,
  takeUntil,
  tap,
} from 'rxjs'
import { createWorld, faultNames, type Server, startServer, type World } from 'rxwx/emulator'
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
}

/** How often the world is looked at for something to tell (ms). */
const glance = 200

/** `rxwx emulate`: an offline WeChat on this machine, with a small cast and a phone that scans and confirms by itself. */
export function emulate({ port, json, faults, seed = randomUUID() }: EmulateOptions): void {
  if (faults === true) return listFaults()
  const world = createWorld({ scheduler: asyncScheduler, phone: 'auto', seed })
  startServer(world, { port })
    .pipe(
      switchMap((server) => running(world, server, json === true)),
      takeUntil(merge(stopAsked$, stdoutClosed$)),
    )
    .subscribe({
      error: (error: NodeJS.ErrnoException) => {
        say(
          error.code === 'EADDRINUSE'
            ? `rxwx: port ${port} is in use; choose another, or 0 for a free one`
            : `rxwx: ${visible(error.message)}`,
        )
        exit(error.code === 'EADDRINUSE' ? 2 : 1)
      },
      complete: () => exit(0),
    })
}

const running = (world: World, server: Server, json: boolean): Observable<unknown> => {
  if (json) print(jsonLine({ type: 'listening', origin: server.origin }))
  else greet(server)
  return merge(NEVER, logins(world), sent(world)).pipe(
    tap((event) => print(json ? jsonLine(event) : lineOf(event))),
    finalize(server.close),
  )
}

function greet({ origin }: Server): void {
  print(`An offline WeChat listens on ${origin}. Its phone scans and confirms by itself.`)
  print(`  a bot:      npx rxwx listen --server ${origin}`)
  print(`  a message:  curl -d '{"person":"alice","text":"ding"}' ${origin}/_control/say`)
  print(`  its state:  curl ${origin}/_control/state`)
}

type EmulatorEvent =
  | { readonly type: 'login'; readonly account: string; readonly online: boolean }
  | {
      readonly type: 'sent'
      readonly account: string
      readonly to: string
      readonly text: string
      readonly msgId: string
    }

const accounts = (world: World): Observable<string> => from([...world.accounts.keys()])

const logins = (world: World): Observable<EmulatorEvent> =>
  merge(
    ...[...world.accounts.keys()].map((account) =>
      interval(glance).pipe(
        map(() => world.isOnline(account)),
        distinctUntilChanged(),
        concatMap((online, index) =>
          index === 0 && !online ? EMPTY : of({ type: 'login' as const, account, online }),
        ),
      ),
    ),
  )

const sent = (world: World): Observable<EmulatorEvent> => {
  const told = new Map<string, number>()
  return interval(glance).pipe(
    concatMap(() => accounts(world)),
    concatMap((account) => {
      const all = world.sent(account)
      const fresh = all.slice(told.get(account) ?? 0)
      told.set(account, all.length)
      return from(
        fresh.map(({ to, text, msgId, media }) => ({
          type: 'sent' as const,
          account,
          to,
          text: media === undefined ? text : `[${media.name || 'media'}]`,
          msgId,
        })),
      )
    }),
  )
}

const lineOf = (event: EmulatorEvent): string =>
  event.type === 'login'
    ? `${event.account} is ${event.online ? 'logged in' : 'logged out'}`
    : `${event.account} → ${event.to}: ${visible(event.text)}`

function listFaults(): void {
  const width = Math.max(...Object.keys(faultNames).map((name) => name.length))
  for (const [name, about] of Object.entries(faultNames)) print(`${name.padEnd(width)}  ${about}`)
  exit(0)
}
