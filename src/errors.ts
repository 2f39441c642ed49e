/**
 * What can go wrong, as a closed table: one key per kind, each with the data that is needed to act on it.
 *
 * Secrets (Sid, Skey, tickets, cookies) never enter a detail: URLs are reduced to the endpoint's name.
 */
export interface Failures {
  /** The server was not reached, or the connection broke before the answer was complete. `sent` is false when no request left. */
  readonly network: { readonly endpoint: string; readonly reason: string; readonly sent: boolean }
  /** The server's certificate was not accepted. `reason` names the certificate. */
  readonly certificate: { readonly endpoint: string; readonly reason: string }
  /** No complete answer within `after` milliseconds. */
  readonly timeout: { readonly endpoint: string; readonly after: number }
  /** HTTP said no. */
  readonly status: { readonly endpoint: string; readonly status: number }
  /** The answer was larger than `limit` bytes. */
  readonly tooLarge: { readonly endpoint: string; readonly limit: number }
  /** The answer was not what the protocol promises. `intact`: it arrived whole and well-formed, only its shape is wrong. */
  readonly decode: { readonly endpoint: string; readonly problems: readonly string[]; readonly intact?: boolean }
  /** WeChat said no, and the session lives on. */
  readonly retcode: { readonly endpoint: string; readonly code: number; readonly message: string }
  /** WeChat ended the session: 1100, 1101, 1102 or 1103. */
  readonly loggedOut: { readonly endpoint: string; readonly code: number }
  /** Nobody scanned and confirmed within the allowed number of QR codes. */
  readonly qrExpired: { readonly attempts: number }
  /**
   * WeChat says no: the account may not log in here (1203), or `operation` was not done. `reason` is the server's own text, where it
   * has one. A code of 200 or 201 is the HTTP status of an answer without a word.
   */
  readonly refused: { readonly code: number; readonly reason: string; readonly operation?: string }
  /** The server named a host that is not WeChat's. Nothing was sent there. */
  readonly foreignHost: { readonly endpoint: string; readonly host: string }
  /** The store belongs to another account than the one that logged in. Nothing was sent, pulled or stored as that one. */
  readonly otherAccount: Record<never, never>
  /** No session, and none may be opened now: logged out elsewhere, and the person at the phone decides. */
  readonly kicked: { readonly code: number }
  /** Nobody is meant by `to`, or more than one. `missing`: why the address book, in which nobody was found, is not all of it. */
  readonly target: { readonly to: string; readonly candidates: readonly string[]; readonly missing?: string }
  /** A bounded queue is full. */
  readonly overflow: { readonly queue: string; readonly limit: number }
  /** The store could not be opened, read or written. */
  readonly store: {
    readonly reason: 'inUse' | 'unreadable' | 'unwritable' | 'unsafe' | 'locked'
    readonly path: string
    readonly why: string
  }
  /** The network did not come back within `after` milliseconds. */
  readonly gaveUp: { readonly after: number; readonly last: string }
  /** A file could not be sent or fetched. `reason` is for programs, `why` for people. */
  readonly media: { readonly reason: MediaProblem; readonly name: string; readonly why: string }
  /**
   * The bot was stopped before this was done. `fate` is what may become of it nevertheless. `kept`: a send that was not tried; it is in the store, and the
   * next start on it sends it. `unsure`: it was on its way to WeChat, or into the store. Without a `fate` nothing was done, and nothing will be.
   */
  readonly stopped: { readonly what: string; readonly fate?: 'kept' | 'unsure' }
  /** The caller's own mistake. */
  readonly argument: { readonly name: string; readonly why: string }
}

/** What was wrong with a file. */
export type MediaProblem =
  | 'empty'
  | 'tooLarge'
  /** It, or where it is to go, cannot be read or written. */
  | 'unreadable'
  | 'unwritable'
  /** Somebody wrote to it after it was asked to be sent. */
  | 'changed'
  /** Its bytes are of another kind than was asked for. */
  | 'wrongKind'
  /** It did not arrive whole. */
  | 'truncated'
  /** The service does not have it, or not any more. */
  | 'notThere'
  /** The service did not take it. */
  | 'notTaken'
  /** There is no way to fetch, to pass on or to send this. */
  | 'unsupported'

/** The kinds of failures: the keys of {@link Failures}. */
export type Kind = keyof Failures

const say: { readonly [K in Kind]: (detail: Failures[K]) => string } = {
  network: ({ endpoint, reason }) => `${endpoint}: the connection failed (${reason})`,
  certificate: ({ endpoint, reason }) =>
    `${endpoint}: the server's certificate was not accepted (${reason}); add its CA through NODE_EXTRA_CA_CERTS if you trust it`,
  timeout: ({ endpoint, after }) => `${endpoint}: no answer within ${after} ms`,
  status: ({ endpoint, status }) => `${endpoint}: HTTP status ${status}`,
  tooLarge: ({ endpoint, limit }) => `${endpoint}: the answer is larger than ${limit} bytes`,
  decode: ({ endpoint, problems }) => `${endpoint}: the answer could not be read (${problems.slice(0, 3).join('; ')})`,
  retcode: ({ endpoint, code, message }) =>
    `${endpoint}: WeChat answered ${code}${message === '' ? '' : ` (${message})`}`,
  loggedOut: ({ endpoint, code }) => `${endpoint}: the session is over (${code})`,
  qrExpired: ({ attempts }) => `nobody confirmed the login; ${attempts} QR code(s) expired`,
  refused: ({ code, reason, operation = 'the login' }) => `WeChat refused ${operation} (${code}): ${reason}`,
  foreignHost: ({ endpoint, host }) =>
    `${endpoint}: the server pointed to ${host}, which is not trusted; nothing was sent there`,
  otherAccount: () =>
    'another account logged in than the one whose store this is; log in with that one, name another --account or --store, or empty the store (rxwx store purge --all)',
  kicked: ({ code }) => `WeChat ended the session (${code}) and does not say why; log in again when you want to`,
  target: ({ to, candidates, missing }) => {
    if (candidates.length > 0) return `${JSON.stringify(to)} could be ${candidates.join(', ')}`
    const where = missing === undefined ? '' : ` in the part of the address book that could be read (${missing})`
    return `nobody is called ${JSON.stringify(to)}${where}`
  },
  overflow: ({ queue, limit }) => `the ${queue} is full (${limit})`,
  store: ({ reason, path, why }) => `the store ${path} is ${reason === 'inUse' ? 'in use' : reason}: ${why}`,
  gaveUp: ({ after, last }) =>
    `gave up after ${Math.round(after / 1000)} s without a good answer; the last problem was: ${last}`,
  media: ({ name, why }) => `${name === '' ? 'media' : JSON.stringify(name)}: ${why}`,
  stopped: ({ what, fate }) => {
    if (fate === undefined) return `stopped before ${what}`
    return `stopped before ${what}; ${fate === 'kept' ? 'it is in the store, for the next start' : 'nobody knows what became of it'}`
  },
  argument: ({ name, why }) => `${name}: ${why}`,
}

/**
 * The one error class of rxwx: `kind` says what happened and narrows `detail`.
 *
 * @example
 * bot.done$.subscribe({ error: (error) => { if (isFailure(error) && error.kind === 'refused') console.error(error.detail.reason) } })
 */
export class WeChatError<K extends Kind = Kind> extends Error {
  override readonly name = 'WeChatError'
  readonly kind: K
  readonly detail: Failures[K]

  constructor(kind: K, detail: Failures[K], cause?: unknown) {
    super(say[kind](detail), cause === undefined ? undefined : { cause })
    this.kind = kind
    this.detail = detail
  }

  toJSON(): { readonly name: string; readonly kind: K; readonly message: string; readonly detail: Failures[K] } {
    return { name: this.name, kind: this.kind, message: this.message, detail: this.detail }
  }
}

/** A {@link WeChatError} whose `detail` narrows on `kind`: write one exhaustive `switch`. */
export type Failure = { readonly [K in Kind]: WeChatError<K> }[Kind]

/**
 * Makes a {@link Failure} of one kind, for a store or an environment of your own: what is thrown there should be one. `cause` is what it
 * came from. Give no secrets to `detail`: it becomes the message.
 *
 * @example
 * const full = failure('store', { reason: 'unwritable', path: './session', why: 'the disk is full' })
 */
export const failure = <K extends Kind>(kind: K, detail: Failures[K], cause?: unknown): Failure =>
  new WeChatError(kind, detail, cause) as Failure

/**
 * Is this one of ours? What comes out of a stream is `unknown`; this narrows it to a {@link Failure}.
 *
 * @example
 * bot.send('nobody', 'hello').subscribe({
 *   error: (error: unknown) => {
 *     if (isFailure(error) && error.kind === 'target') console.error(error.detail.candidates)
 *   },
 * })
 */
export const isFailure = (error: unknown): error is Failure => error instanceof WeChatError

/** What to do about a failure: try the same again, find a new session, or give the item (or the stream) up. */
export type Advice = 'again' | 'login' | 'stop'

/** Answers that concern the one item that was sent, not the session that sent it. */
const itemEndpoints: ReadonlySet<string> = new Set([
  'webwxsendmsg',
  'webwxsendmsgimg',
  'webwxsendvideomsg',
  'webwxsendemoticon',
  'webwxsendappmsg',
  'webwxrevokemsg',
  'webwxcheckupload',
  'webwxuploadmedia',
  'webwxcreatechatroom',
  'webwxupdatechatroom',
  'webwxverifyuser',
  'webwxoplog',
  'webwxsearchcontact',
])

/**
 * The only place where codes become behaviour.
 *
 * `again`: repeat with backoff. `login`: the session is gone, climb the ladder (resume, push login, QR).
 * `stop`: repeating cannot help.
 *
 * @example
 * const again = whenError((error) => isFailure(error) && advise(error) === 'again', backoff({ first: 1_000, max: 60_000, scheduler }))
 *
 * @see {@link retMeaning} for what the codes mean
 */
export function advise(failed: Failure): Advice {
  switch (failed.kind) {
    case 'network':
    case 'certificate':
    case 'timeout':
    case 'status':
    case 'tooLarge':
    case 'decode':
      return 'again'
    case 'loggedOut':
      return 'login'
    case 'retcode':
      return adviseRetcode(failed.detail.endpoint, failed.detail.code)
    case 'foreignHost':
      // Where a login leads is said once, with a ticket. Elsewhere it is a proxy's page, or that of a network which wants a password first.
      return failed.detail.endpoint === 'webwxnewloginpage' ? 'stop' : 'again'
    case 'qrExpired':
    case 'refused':
    case 'kicked':
    case 'otherAccount':
    case 'target':
    case 'overflow':
    case 'store':
    case 'gaveUp':
    case 'media':
    case 'stopped':
    case 'argument':
      return 'stop'
  }
}

function adviseRetcode(endpoint: string, code: number): Advice {
  // The ticket that -14 speaks of is that of the friend request, and -1 how this is switched off.
  if (endpoint === 'webwxverifyuser' && (code === -14 || code === -1)) return 'stop'
  if (code === -14 || (code >= 1100 && code < 1200)) return 'login'
  // A session that is not opened is none, whatever the reason.
  if (endpoint === 'webwxinit' && (code === 1 || code === 1205)) return 'login'
  if (code === -1 || code === 1205) return 'again'
  if (code === 1203 || endpoint === 'webwxpushloginurl') return endpoint === 'synccheck' ? 'again' : 'stop'
  return itemEndpoints.has(endpoint) ? 'stop' : 'again'
}
