import { NEVER, type Observable, of } from 'rxjs'
import { type Answer, pageAnswer, textAnswer, withHeader } from './answer.js'
import { codeAnswer, selectorAnswer } from './code-answer.js'
import * as damage from './damage.js'
import * as distort from './distort.js'
import { type Request, withRange } from './request.js'

/** What a fault may set. */
export interface FaultNumbers {
  /** The number in `retcode-1101` or `selector-2`. */
  readonly code: string
  /** Milliseconds, where time is what the fault is about. */
  readonly ms: number | undefined
  /** Size, where size is. */
  readonly bytes: number | undefined
}

export interface Misreading {
  readonly request: Request
  /** What is done to its answer. */
  readonly after?: (answer: Answer) => Answer
}

/** `instead`: the server does nothing, and this is what comes. `change`: it did its work; undefined = not this answer. */
export interface FaultKind {
  readonly about: string
  /** Where it strikes unless the fault says otherwise. Default: everywhere. */
  readonly endpoint?: string
  readonly instead?: (request: Request, numbers: FaultNumbers) => Observable<Answer>
  /** The server takes the request for another one; undefined = not this one. */
  readonly misread?: (request: Request) => Misreading | undefined
  readonly change?: (answer: Answer, request: Request, numbers: FaultNumbers) => Answer | undefined
}

const instead = (about: string, answer: (request: Request, numbers: FaultNumbers) => Answer): FaultKind => ({
  about,
  instead: (request, numbers) => of(answer(request, numbers)),
})

const change = (about: string, how: NonNullable<FaultKind['change']>, endpoint = '*'): FaultKind => ({
  about,
  endpoint,
  change: how,
})

const broken: Answer = { ...textAnswer(200, ''), broken: true }

const gateway = (status: number, words: string): Answer =>
  pageAnswer(status, `<head><title>${status} ${words}</title></head><body><h1>${status} ${words}</h1></body>`)

const away = (status: number): Answer =>
  withHeader(pageAnswer(status, '<body></body>'), 'location', 'http://wx.qq.com.evil.example/cgi-bin/mmwebwx-bin/trap')

/** Asked for everything, where a part was asked for. */
const fromBeginning = (request: Request, after?: (answer: Answer) => Answer): Misreading | undefined =>
  request.headers.range === undefined
    ? undefined
    : {
        request: withRange(request, 'bytes=0-'),
        ...(after === undefined ? {} : { after }),
      }

const spaces = 36 * 1024 * 1024

/** Every fault by name; `<n>` stands for a number. The documentation is made from it. */
export const faultKinds: Readonly<Record<string, FaultKind>> = {
  'retcode-<n>': instead(
    'Answers Ret, retcode or login code <n> without doing the work; the session lives on',
    codeAnswer,
  ),
  'selector-<n>': {
    about: 'synccheck answers selector <n> at once, whether there is news or not',
    endpoint: 'synccheck',
    instead: (_, { code }) => of(selectorAnswer(code)),
  },
  'http-403': instead('HTTP status 403 with a page', () => gateway(403, 'Forbidden')),
  'http-404': instead('HTTP status 404 with a page', () => gateway(404, 'Not Found')),
  'http-429': instead('HTTP status 429, with a Retry-After of an hour', () =>
    withHeader(gateway(429, 'Too Many Requests'), 'retry-after', '3600'),
  ),
  'http-500': instead('HTTP status 500 with a page', () => gateway(500, 'Internal Server Error')),
  'http-502': instead('HTTP status 502 with a page', () => gateway(502, 'Bad Gateway')),
  'http-503': instead('HTTP status 503 with a page', () => gateway(503, 'Service Unavailable')),
  'http-504': instead('HTTP status 504 with a page', () => gateway(504, 'Gateway Time-out')),
  'captive-portal': instead('A redirect to the login page of a hotel network', () =>
    withHeader(pageAnswer(302, '<body></body>'), 'location', 'http://10.0.0.1/login?url=wx.qq.com'),
  ),
  'redirect-302-self': instead('A redirect to the same address, for ever', ({ origin, endpoint }) =>
    withHeader(pageAnswer(302, '<body></body>'), 'location', `${origin}/cgi-bin/mmwebwx-bin/${endpoint}`),
  ),
  'xml-in-place': instead('Status 200 with XML in place of the answer', () =>
    textAnswer(200, '<?xml version="1.0"?><error><ret>0</ret><message>OK</message></error>', 'text/xml'),
  ),
  'js-in-place': instead('Status 200 with a script in place of the answer', () =>
    textAnswer(200, 'window.location.href = "https://wx.qq.com/";', 'text/javascript'),
  ),
  html: instead('Status 200 with a web page in place of the answer', () => gateway(200, 'Network login required')),
  'empty-body': instead('Status 200 and not a single byte', () => textAnswer(200, '')),
  'reset-midway': change(
    'The server does the work, and the connection breaks in the middle of the answer',
    (answer) => ({
      ...answer,
      broken: 'midway',
    }),
  ),
  'wrong-content-length': change('Content-Length promises 100 bytes more than come', (answer) => ({
    ...answer,
    promised: 100,
  })),
  'gzip-broken': change('The answer is labelled as gzip and is none', (answer) => ({ ...answer, gzip: 'lie' })),
  reset: instead('The connection is reset before the server does anything', () => broken),
  hang: { about: 'The server never answers', instead: () => NEVER },
  'wrong-json': instead('Well-formed JSON of another shape', () =>
    textAnswer(200, '{"status":"ok","data":[1,[2],{}]}'),
  ),
  'deep-json': instead('JSON of 100,000 nested lists', () =>
    textAnswer(200, `${'['.repeat(100_000)}${']'.repeat(100_000)}`),
  ),
  'redirect-302-foreign': instead('A redirect to a host that is not WeChat', () => away(302)),
  'redirect-307-foreign': instead('A redirect that would repeat the request, body and all, at a foreign host', () =>
    away(307),
  ),
  'oversize-body': instead('An answer of 36 MiB (`bytes`)', (_, { bytes = spaces }) =>
    textAnswer(200, ' '.repeat(bytes)),
  ),
  'gzip-bomb': instead('64 MiB (`bytes`) in a few compressed kilobytes', (_, { bytes = 64 * 1024 * 1024 }) => ({
    ...textAnswer(200, ' '.repeat(bytes)),
    gzip: true,
  })),
  'answer-lost': change('The server does the work, then the connection breaks', () => broken),
  delay: change('The answer comes 10 s (`ms`) later', (answer, _, { ms = 10_000 }) => ({ ...answer, delay: ms })),
  'slow-drip': change('The answer comes byte by byte, one a second (`ms`)', (answer, _, { ms = 1_000 }) => ({
    ...answer,
    drip: ms,
  })),
  truncated: change('The second half of the answer is missing', damage.truncate),
  bom: change('A byte order mark stands before the answer', damage.prependBom),
  'trailing-garbage': change('A script of the network provider stands after the answer', distort.trailingGarbage),
  'nul-padded': change('Three NUL bytes stand after the answer', distort.nulPadded),
  'invalid-utf8': change('Bytes that are no UTF-8 stand where a text may be', distort.invalidUtf8),
  'wrong-content-type': change('The answer is labelled as bytes in another encoding', distort.wrongContentType),
  'string-numbers': change('Every number of the JSON comes as a string', distort.stringNumbers),
  'null-lists': change('Every empty list of the JSON comes as null', distort.nullLists),
  'missing-lists': change('Every empty list of the JSON is left out', distort.missingLists),
  'prototype-keys': change('The JSON begins with __proto__ and constructor keys', distort.prototypeKeys),
  'wrong-counts': change('AddMsgCount, MemberCount and the like are 7,777', distort.wrongCounts),
  'cookies-lost': change('The answer comes without its Set-Cookie headers', distort.withoutCookies),
  'cookie-flood': change('400 cookies come with the answer', distort.cookieFlood),
  'foreign-cookies': change('Cookies for other domains come with the answer', distort.foreignCookies),
  'selector-missing': change('synccheck says no selector', distort.withoutSelector, 'synccheck'),
  'bare-messages': change('Messages have no fields but the most necessary', distort.bareMessages, 'webwxsync'),
  'unknown-msgtype': change('Messages are of a type that nobody knows', distort.unknownTypes, 'webwxsync'),
  'missing-msgid': change('Messages have an empty MsgId, and NewMsgId only', distort.withoutMsgId, 'webwxsync'),
  'future-clock': change('Messages were sent in ten years', distort.inTenYears, 'webwxsync'),
  'zero-clock': change('Messages were sent at the beginning of time', distort.atTheEpoch, 'webwxsync'),
  'unknown-sender': change('Messages come from a UserName that nobody has seen', distort.fromNobody, 'webwxsync'),
  'synckey-backwards': change('The keys go back by 40: what was read comes again', distort.backwards, 'webwxsync'),
  'bare-contacts': change('Contacts and rooms have nothing but UserName', distort.bareContacts),
  'continue-forever': change(
    'ContinueFlag says that there is more, whether there is or not',
    distort.alwaysMore,
    'webwxsync',
  ),
  'continue-lost': change('ContinueFlag says that there is no more, although there is', distort.neverMore, 'webwxsync'),
  'duplicate-contacts': change('Lists of contacts and members hold everybody twice', distort.doubledContacts),
  'media-empty': change('Pictures, voices, videos and files come with not a single byte', distort.withoutBytes),
  'media-half': change(
    'Pictures, voices, videos and files end in the middle, and say that they are whole',
    distort.halfOfBytes,
  ),
  'range-ignored': {
    about: 'The server ignores Range: status 200 and the whole',
    misread: (request) => fromBeginning(request, distort.asWhole),
  },
  'range-shifted': {
    about: 'Another range comes than was asked for: from the beginning',
    misread: (request) => fromBeginning(request),
  },
  'foreign-redirect-uri': change(
    'The confirmed login points to a host that only looks like WeChat',
    damage.luring,
    'login',
  ),
  'empty-synckey': change('SyncKey and SyncCheckKey come with Count 0', damage.emptyKeys, 'webwxsync'),
  'missing-synckey': change('SyncKey and SyncCheckKey are left out', damage.withoutKeys, 'webwxsync'),
  'unreadable-synckey': change(
    'SyncKey and SyncCheckKey are objects with nothing in them',
    damage.unreadableKeys,
    'webwxsync',
  ),
  'no-synccheckkey': change('SyncCheckKey is left out', damage.withoutCheckKey, 'webwxsync'),
  'stale-synckey': change(
    'The keys of the request come back: the position stands still',
    damage.staleKeys,
    'webwxsync',
  ),
  'duplicate-batch': change('Every message of the batch comes twice', damage.doubled, 'webwxsync'),
  'reordered-batch': change('The batch comes newest first', damage.reversed, 'webwxsync'),
  'null-entries': change('Lists of messages, contacts and members contain null', damage.withNulls),
  'old-skey-rejected': {
    about: "synccheck answers 1102 to the login's Skey; only that of webwxinit is good",
    endpoint: 'synccheck',
  },
}

/** The kind and the number of a name such as `retcode-1101`; undefined for a name that nobody knows. */
export function kindOf(name: string): { readonly kind: FaultKind; readonly code: string } | undefined {
  const named = Object.hasOwn(faultKinds, name) ? faultKinds[name] : undefined
  if (named !== undefined) return name.includes('<') ? undefined : { kind: named, code: '' }
  const [, stem, code = ''] = /^(retcode|selector)-(-?\d{1,6})$/.exec(name) ?? []
  const numbered = stem === undefined ? undefined : faultKinds[`${stem}-<n>`]
  return numbered === undefined ? undefined : { kind: numbered, code }
}

/** What the documentation says about each fault, by name. */
export const faultNames: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(faultKinds).map(([name, { about }]) => [name, about]),
)
