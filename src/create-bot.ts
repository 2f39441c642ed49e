import {
  asyncScheduler,
  catchError,
  concat,
  defer,
  from,
  ignoreElements,
  last,
  map,
  type Observable,
  of,
  shareReplay,
  switchMap,
  take,
  tap,
  throwError,
} from 'rxjs'
import { checkSettings } from './actors/check-settings.js'
import type { Cookies, Env, Http, Log, LogLevel, Store } from './actors/env.js'
import type { Files } from './actors/files.js'
import { defaultLog, earlyLog } from './actors/log/early-log.js'
import { defaultLoopLimit, type LoopLimit } from './actors/loop-breaker.js'
import { limitsOf } from './actors/media/ready.js'
import { memoryStore } from './actors/memory-store.js'
import { defaultPace, type Pace } from './actors/sender/pace.js'
import { type Bot, createBotIn } from './bot.js'
import { openStore, type StoreOptions } from './open-store.js'
import type { MediaLimits } from './protocol/media-kind.js'
import { realmOf } from './protocol/realm.js'
import type { Profile } from './protocol/session.js'

/** How a bot for the real world is set up. Everything has a default. */
export interface BotSettings extends StoreOptions {
  /**
   * Where the session and what is under way live: a directory, private to the user, or a store of your own (see `storeCases` in `rxwx/testing`). Default: memory.
   */
  readonly store?: string | Observable<Store>
  /** Which account in the directory, where several bots share one; `default` unless named. */
  readonly account?: string
  /** One origin that plays all of WeChat, such as an emulator. Plain HTTP is allowed to this machine only. Default: WeChat. */
  readonly server?: string
  /** Which client to log in as; the other one is tried once when the login is refused. Default `web`. */
  readonly profile?: Profile
  /** An HTTP proxy that understands CONNECT. */
  readonly proxy?: string
  /** CA certificates (PEM) to trust besides the usual ones. */
  readonly ca?: string
  /**
   * Another way to the network, given the bot's own: to look at what is said there, or to record it (`recordSession` in `rxwx/testing`). Files that
   * are downloaded go past it: they are written to the disk as they come.
   */
  readonly wire?: (http: Http) => Http
  /** How fast to send; default ten at once, then one every two seconds. */
  readonly pace?: Pace
  /** QR codes to show before the login gives up; default 5. */
  readonly qrAttempts?: number
  /** After a logout at the phone: `ask` waits for `login()`, `always` shows a QR code. Default `ask`. */
  readonly relogin?: 'ask' | 'always'
  /**
   * Milliseconds without a good answer after which the bot stops with `gaveUp`; 0 or `Infinity` = never. Default ten minutes, and 30
   * seconds for a first login that never reached the server.
   */
  readonly giveUp?: number
  /** How many answers in one conversation are taken for two bots that talk to each other; default 600 in an hour. */
  readonly loop?: LoopLimit | 'off'
  /** The largest files to send, in bytes by kind; `false` leaves it to the service. Default: pictures and films below 20 MB, files up to 100 MB. */
  readonly limits?: Partial<MediaLimits> | false
  /** What came while the bot was away: `deliver` it (default), or `skip` it at the start: by its place in the server's order, never by a clock. */
  readonly backlog?: 'deliver' | 'skip'
  /**
   * After a new login weak evidence, such as the same nickname alone, says that somebody is likely a known person or room. `careful` (default): an
   * event names both, and what depends on the known id waits for `bind`. `trusting`: the match is taken, and may be wrong.
   */
  readonly identities?: 'careful' | 'trusting'
  /**
   * `others` (default): messages from others. `all`: also what the owner sends on the phone (`origin: 'phone'`), what this bot sends, once it is
   * accepted (`origin: 'bot'`), and notices between clients. Behaviours (`use`) are not given what the bot sends.
   */
  readonly include?: 'others' | 'all'
  /** What goes wrong, on stderr. `warn` (default), `error`: a line each. `info`, `debug`, `trace`: lines of JSON (see {@link Log}). Or your own function. */
  readonly log?: LogLevel | 'silent' | Log
}

/**
 * Makes a bot for the real world: HTTP, a cookie jar, a store on disk if one is named. Nothing is opened or loaded before
 * `start()`. Throws an `argument` failure for settings that cannot work.
 *
 * @example
 * const bot = createBot({ store: './ding-dong' })
 * bot.use((messages$) => messages$.pipe(hears(/^ding$/i), map((message) => reply(message, 'dong'))))
 * bot.start()
 */
export function createBot(settings: BotSettings = {}): Bot {
  checkSettings<BotSettings>(settings)
  const {
    profile = 'web',
    pace = defaultPace,
    qrAttempts = 5,
    relogin = 'ask',
    giveUp = 600_000,
    loop = defaultLoopLimit,
    backlog = 'deliver',
    include = 'others',
    identities = 'careful',
    limits,
  } = settings
  const realm = realmOf(settings.server)
  return createBotIn(realEnv(settings), {
    realm,
    profile,
    pace,
    qrAttempts,
    relogin,
    giveUp,
    // What was asked for is obeyed from the first moment on.
    ...(settings.giveUp === undefined ? {} : { firstContact: giveUp }),
    loop,
    backlog,
    include,
    identities,
    limits: limitsOf(limits),
  })
}

interface Edge {
  readonly http: Http
  readonly close: () => Observable<void>
  readonly cookies: Cookies
  readonly store: Store
  readonly files: Files
}

/** The edge is loaded with the store, which is the first thing that a start asks for. */
function realEnv(settings: BotSettings): Env {
  let edge: Edge | undefined
  const early = earlyLog(settings.log)
  let isAsked = false
  const loaded$ = defer(() => {
    isAsked = true
    return from(loadEdge(settings))
  }).pipe(
    // What is wrong with the store is for the log, too.
    tap(({ log }) => {
      early.open(log)
    }),
    switchMap(({ openStore, ...rest }) =>
      openStore().pipe(
        map((store): Edge => ({ ...rest, store })),
        catchError((error) =>
          concat(
            rest.close().pipe(ignoreElements()),
            throwError(() => error),
          ),
        ),
      ),
    ),
    tap((opened) => {
      edge = opened
    }),
    shareReplay(1),
  )
  const opened = (): Edge => {
    if (edge === undefined) throw new Error('the environment is used before its store was loaded')
    return edge
  }
  /** What is being opened cannot be called back: it is closed once it is open, however long somebody else's store takes for that. */
  const closed$ = loaded$.pipe(
    take(1),
    switchMap(closed),
    catchError(() => of(undefined)),
  )
  const http: Http = (request) => opened().http(request)
  return {
    http: settings.wire?.(http) ?? http,
    cookies: {
      header: (url) => opened().cookies.header(url),
      receive: (url, lines, date) => opened().cookies.receive(url, lines, date),
      value: (url, name) => opened().cookies.value(url, name),
      save: () => opened().cookies.save(),
      restore: (saved) => opened().cookies.restore(saved),
    },
    store: {
      load: () => loaded$.pipe(switchMap(({ store }) => store.load())),
      commit: (changes) => opened().store.commit(changes),
      close: () => {
        if (!isAsked) return of(undefined)
        if (edge !== undefined || isOwn(settings.store)) return closed$
        closed$.subscribe()
        return of(undefined)
      },
    },
    files: {
      prepare: (source, options) => opened().files.prepare(source, options),
      read: (file, start, end) => opened().files.read(file, start, end),
      release: (path) => opened().files.release(path),
      sweep: (keep) => opened().files.sweep(keep),
      part: (directory) => opened().files.part(directory),
      download: (request, path, at) => opened().files.download(request, path, at),
      sniff: (path) => opened().files.sniff(path),
      save: (part, name) => opened().files.save(part, name),
      open: (part) => opened().files.open(part),
    },
    scheduler: asyncScheduler,
    random: Math.random,
    log: early.log,
  }
}

/** Opened by this library, which takes no time without end. */
const isOwn = (store: BotSettings['store']): boolean => store === undefined || typeof store === 'string'

const closed = ({ close, store }: Edge): Observable<void> => close().pipe(switchMap(() => store.close()))

type Unopened = Omit<Edge, 'store'> & { readonly openStore: () => Observable<Store>; readonly log: Log }

async function loadEdge(settings: BotSettings): Promise<Unopened> {
  const { store, account, proxy, ca, log = defaultLog } = settings
  const [{ undiciHttp }, { toughCookies }, { createLog }, { plainLog }, { localFiles }] = await Promise.all([
    import('./edge/undici-http.js'),
    import('./edge/cookies.js'),
    import('./edge/log.js'),
    import('./edge/plain-log.js'),
    import('./edge/local-files.js'),
  ])
  const { http, download, close } = undiciHttp({
    ...(proxy === undefined ? {} : { proxy }),
    ...(ca === undefined ? {} : { ca }),
  })
  const files = localFiles({
    download,
    ...(typeof store === 'string' ? { store, ...(account === undefined ? {} : { account }) } : {}),
  })
  return {
    http,
    close: () => concat(close(), files.close()).pipe(last()),
    files,
    cookies: toughCookies(() => asyncScheduler.now()),
    log: typeof log === 'function' ? log : log === 'warn' || log === 'error' ? plainLog(log) : createLog(log),
    openStore: () => {
      if (store === undefined) return of(memoryStore())
      return typeof store === 'string' ? openStore(store, settings).account(account) : store
    },
  }
}

/**
 * Draws a QR code for a terminal, in block characters. Cold: the drawing library is loaded when it is first subscribed; it emits the picture
 * with its line breaks, and completes.
 *
 * @example
 * bot.qr$.pipe(switchMap(({ text }) => drawQr(text))).subscribe((picture) => console.log(picture))
 */
export const drawQr = (text: string): Observable<string> =>
  defer(() => from(import('./edge/terminal-qr.js'))).pipe(map(({ terminalQr }) => terminalQr(text)))
