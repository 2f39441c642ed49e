import { NEVER, type Observable, of } from 'rxjs'
import { type Answer, pageAnswer, textAnswer, withHeader } from './answer.js'
import { codeAnswer, selectorAnswer } from './code-answer.js'
import * as damage from './damage.js'
import type { Request } from './request.js'

/** What a fault may set. */
export interface FaultNumbers {
  /** The number in `retcode-1101` or `selector-2`. */
  readonly code: string
  /** Milliseconds, where time is what the fault is about. */
  readonly ms: number | undefined
  /** Size, where size is. */
  readonly bytes: number | undefined
}

/** `instead`: the server does nothing, and this is what comes. `change`: it did its work; undefined = not this answer. */
export interface FaultKind {
  readonly about: string
  /** Where it strikes unless the fault says otherwise. Default: everywhere. */
  readonly endpoint?: string
  readonly instead?: (request: Request, numbers: FaultNumbers) => Observable<Answer>
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
  'http-500': instead('HTTP status 500 with a page', () => gateway(500, 'Internal Server Error')),
  'http-502': instead('HTTP status 502 with a page', () => gateway(502, 'Bad Gateway')),
  html: instead('Status 200 with a web page in place of the answer', () => gateway(200, 'Network login required')),
  'empty-body': instead('Status 200 and not a single byte', () => textAnswer(200, '')),
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
  'foreign-redirect-uri': change(
    'The confirmed login points to a host that only looks like WeChat',
    damage.luring,
    'login',
  ),
  'empty-synckey': change('SyncKey and SyncCheckKey come with Count 0', damage.emptyKeys, 'webwxsync'),
  'missing-synckey': change('SyncKey and SyncCheckKey are left out', damage.withoutKeys, 'webwxsync'),
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
