/** A line that breaks a ban, where it stands, and what has to be named. */
export type Sample = readonly [ban: string, folder: string, names: string, code: string]

const rx = (names: string): string =>
  `import { ${names} } from 'rxjs'\ndeclare const a$: import('rxjs').Observable<number>\n`

/** Each breaks the ban that it is listed under. */
export const broken: readonly Sample[] = [
  ['no-clock', 'actors', 'Date.now', 'export const now = () => Date.now()'],
  ['no-clock', 'actors', 'now', 'export const clock = { now: Date.now }'],
  ['no-clock', 'actors', 'Date', "export const now = Date['now']()"],
  ['no-clock', 'actors', 'globalThis', 'export const now = globalThis.Date.now()'],
  ['no-clock', 'actors', 'Date', 'export const { now } = Date'],
  ['no-clock', 'actors', 'Date', 'export const { now: clock } = Date'],
  ['no-clock', 'actors', 'Date', 'export const now = Date()'],
  ['no-clock', 'kernel', 'new Date()', 'export const now = () => new Date()'],
  ['no-clock', 'kernel', 'Date', 'export const present = [Date].map((one) => new one())'],
  ['no-clock', 'protocol', 'format', 'export const now = new Intl.DateTimeFormat().format()'],
  ['no-clock', 'protocol', 'setTimeout', 'export const wait = () => setTimeout(() => {}, 1)'],
  ['no-clock', 'actors', 'setTimeout', 'export const wait = globalThis.setTimeout'],
  ['no-clock', 'actors', 'setTimeout', "export const wait = globalThis['setTimeout']"],
  ['no-clock', 'actors', 'setTimeout', 'export const { setTimeout: wait } = globalThis'],
  ['no-clock', 'actors', 'global', 'export const wait = global.setTimeout'],
  ['no-clock', 'actors', 'setInterval', 'export const tools = { setInterval }'],
  ['no-clock', 'emulator', 'setImmediate', 'setImmediate(() => {})'],
  ['no-clock', 'emulator', 'setTimeout', "import { setTimeout as wait } from 'node:timers'\nwait(() => {}, 1)"],
  [
    'no-clock',
    'testing',
    'setTimeout',
    "import { setTimeout as wait } from 'node:timers/promises'\nexport const a = wait(1)",
  ],
  ['no-clock', 'operators', 'queueMicrotask', 'queueMicrotask(() => {})'],
  ['no-clock', 'kernel', 'nextTick', 'process.nextTick(() => {})'],
  ['no-clock', 'kernel', 'hrtime', 'export const { hrtime } = process'],
  ['no-clock', 'actors', 'AbortSignal.timeout', 'export const late = AbortSignal.timeout(5)'],
  ['no-clock', 'actors', 'timeout', 'export const { timeout } = AbortSignal'],
  ['no-clock', 'testing', 'performance', 'export const now = performance.now()'],
  ['no-clock', 'emulator', 'asyncScheduler', `${rx('asyncScheduler')}export const s = asyncScheduler`],
  ['no-clock', 'emulator', 'asyncScheduler', `${rx('asyncScheduler as s')}export const t = s`],
  ['no-clock', 'actors', 'asapScheduler', "import * as rx from 'rxjs'\nexport const s = rx.asapScheduler"],
  ['no-chance', 'protocol', 'Math.random', 'export const luck = Math.random()'],
  ['no-chance', 'actors', 'random', 'export const { random } = Math'],
  ['no-chance', 'actors', 'random', 'export const { random: luck } = Math'],
  ['no-chance', 'actors', 'random', "export const luck = Math['random']"],
  ['no-chance', 'actors', 'Math', 'export const { ...all } = Math'],
  ['no-chance', 'actors', 'Math', 'export const tools = [Math]'],
  ['no-chance', 'actors', 'crypto', 'export const id = crypto.randomUUID()'],
  ['no-chance', 'actors', 'globalThis', 'export const luck = globalThis.crypto'],
  ['no-chance', 'testing', 'randomUUID', "import { randomUUID as id } from 'node:crypto'\nexport const a = id()"],
  ['no-chance', 'testing', 'randomBytes', "import * as c from 'node:crypto'\nexport const a = c.randomBytes(4)"],
  ['no-promise', 'actors', 'async', 'export const a = async () => 1'],
  ['no-promise', 'actors', 'await', 'declare const b: unknown\nexport const a = await b'],
  ['no-promise', 'kernel', 'Promise', 'export declare const a: () => Promise<void>'],
  ['no-promise', 'actors', 'Promise', 'export const a = Promise.resolve()'],
  ['no-promise', 'operators', 'PromiseLike', 'export declare const a: PromiseLike<number>'],
  ['no-promise', 'operators', 'Promise', 'export const a = (b: Parameters<PromiseConstructor["all"]>[0]) => b'],
  ['no-promise', 'actors', 'then', 'declare const b: { then: (f: () => void) => void }\nb.then(() => {})'],
  ['no-promise', 'actors', 'then', "declare const b: { then: (f: () => void) => void }\nb['then'](() => {})"],
  ['no-promise', 'actors', 'then', 'export const thenable = { then(f: () => void) { f() } }'],
  ['no-promise', 'actors', "import('rxjs')", "export const a = import('rxjs')"],
  ['no-promise', 'actors', 'forEach', `${rx('of')}of(1).forEach(() => {})`],
  ['no-promise', 'kernel', 'lastValueFrom', `${rx('lastValueFrom')}export const a = lastValueFrom(a$)`],
  ['no-promise', 'kernel', 'asyncIterator', 'declare const b: any\nexport const a = b[Symbol.asyncIterator]'],
  ['no-from', 'actors', 'from', `${rx('from')}export const b = from([1])`],
  ['no-from', 'protocol', 'from', `${rx('from as made')}export const b = made([1])`],
  ['no-from', 'kernel', 'firstValueFrom', `${rx('firstValueFrom')}export const b = firstValueFrom`],
  ['scheduler', 'actors', 'timer', `${rx('timer')}export const b = timer(1_000)`],
  ['scheduler', 'actors', 'timer', "import * as rx from 'rxjs'\nexport const b = rx.timer(1_000)"],
  ['scheduler', 'actors', 'interval', `${rx('interval')}export const b = interval(1_000)`],
  ['scheduler', 'actors', 'timer', `${rx('timer')}const scheduler = 5\nexport const b = timer(scheduler)`],
  ['scheduler', 'kernel', 'timeout', `${rx('timeout')}export const b = a$.pipe(timeout({ first: 5 }))`],
  ['scheduler', 'operators', 'debounceTime', `${rx('debounceTime')}export const b = [5].map(debounceTime)`],
  ['scheduler', 'emulator', 'delay', `${rx('delay as wait')}export const b = wait(1)`],
  ['scheduler', 'operators', 'retry', `${rx('retry')}export const b = a$.pipe(retry({ delay: 1_000 }))`],
  [
    'scheduler',
    'operators',
    'retry',
    `${rx('retry')}const pause = { delay: 1_000 }\nexport const b = a$.pipe(retry(pause))`,
  ],
  ['scheduler', 'operators', 'repeat', `${rx('repeat')}export const b = a$.pipe(repeat({ delay: 60 * 1_000 }))`],
  ['scheduler', 'kernel', 'ReplaySubject', `${rx('ReplaySubject')}export const b = new ReplaySubject(1, 500)`],
  ['scheduler', 'kernel', 'shareReplay', `${rx('shareReplay')}export const b = a$.pipe(shareReplay(1, 500))`],
  [
    'scheduler',
    'kernel',
    'shareReplay',
    `${rx('shareReplay')}export const b = a$.pipe(shareReplay({ windowTime: 500, refCount: true }))`,
  ],
  ['no-eval', 'edge', 'eval', "export const a = eval('1')"],
  ['no-eval', 'edge', 'eval', "export const a = globalThis.eval('1')"],
  ['no-eval', 'edge', 'eval', "export const a = (0, eval)('1')"],
  ['no-eval', 'edge', 'eval', 'export const tools = { eval }'],
  ['no-eval', 'protocol', 'Function', "export const a = new Function('return 1')"],
  ['no-eval', 'cli', 'Function', "export const a = Function('return 1')"],
  ['no-eval', 'cli', 'Function', 'export const make = Function'],
  ['no-eval', 'cli', 'Function', "export const a = globalThis.Function('return 1')"],
  ['no-eval', 'cli', 'constructor', "export const a = (() => {}).constructor('return 1')"],
  ['no-eval', 'edge', 'setTimeout', "setTimeout('a()', 1)"],
  ['no-eval', 'edge', 'setInterval', "setInterval(('a()' as unknown) as () => void, 1)"],
  ['no-eval', 'edge', 'runInNewContext', "import { runInNewContext as run } from 'node:vm'\nexport const a = run('1')"],
  ['no-any', 'edge', 'any', 'export const a = (b: any): void => b()'],
  ['no-any', 'protocol', 'any', 'export type A = Readonly<Record<string, any>>'],
]

/** What looks like one of them, and is none. */
export const harmless: Readonly<Record<string, string>> = {
  'a time operator with its scheduler, also in a variable': `${rx('delay, timer, timeout, bufferTime, type SchedulerLike')}
    declare const env: { readonly scheduler: SchedulerLike }
    const clock = env.scheduler
    const options = { first: 5, scheduler: clock }
    export const b = timer(1_000, clock).pipe(delay(5, env.scheduler), timeout(options), bufferTime(5, null, 9, clock))`,
  'a policy as the delay of retry, and a number of tries': `${rx('retry, repeat, type Observable')}
    declare const policy: (error: unknown, count: number) => Observable<unknown>
    export const b = a$.pipe(retry({ delay: policy }), retry(3), repeat({ count: 2 }))`,
  'a delay that waits for nothing': 'export const fault = { delay: 1_000 }\nexport const { delay } = fault',
  'times that are given': `
    export const a = (time: number): string => new Date(time).toISOString()
    export const b = Date.UTC(2020, 0, 1) + Date.parse('2020-01-01')
    export const c = (d: unknown): d is Date => d instanceof Date
    export const e = new Intl.DateTimeFormat('en').format(5)`,
  'names of their own': `
    const setTimeout = (wait: number): number => wait
    const performance = { now: () => 1 }
    const random = (): number => 4
    const crypto = { randomUUID: () => 'x' }
    const timer = (ms: number): number => ms
    const from = (text: string): string => text
    export const eval_ = { eval: (text: string): string => text }
    export const all = [setTimeout(1), performance.now(), random(), crypto.randomUUID(), timer(5), from(''), eval_.eval('1')]`,
  'members of their own': `
    interface Clock { readonly now: () => number; readonly timeout: number; readonly process: { readonly nextTick: number } }
    export const read = ({ now, timeout, process }: Clock): number => now() + timeout + process.nextTick
    export const then = { given: 1, then: '--a' }
    export const row = then.then`,
  'the rest of Math': 'export const { max, floor } = Math\nexport const a = Math.min(1, max(floor(2), 3))',
  'Replays without a window, and with a clock': `${rx('ReplaySubject, shareReplay, type SchedulerLike')}
    declare const scheduler: SchedulerLike
    export const b = new ReplaySubject<number>(1)
    export const c = new ReplaySubject<number>(1, 500, scheduler)
    export const d = a$.pipe(shareReplay(1), shareReplay({ bufferSize: 1, refCount: true }), shareReplay(1, 5, scheduler))`,
  'words in texts and comments': '// Promise, eval, Date.now(), any\nexport const a = "await setTimeout(Math.random)"',
  'what a handler may be given': `import type { ObservableInput } from 'rxjs'
    export type Handler = () => ObservableInput<number>
    export const isFunction = (f: unknown): boolean => f instanceof Function || typeof f === 'function'`,
  hashes: "import { createHash } from 'node:crypto'\nexport const a = createHash('md5')",
  'importing types': "export type Subscription = import('rxjs').Subscription",
}
