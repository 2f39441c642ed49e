import {
  catchError,
  defer,
  EMPTY,
  exhaustMap,
  filter,
  ignoreElements,
  interval,
  map,
  merge,
  type Observable,
  of,
  switchMap,
  take,
  takeUntil,
  throwError,
  timer,
} from 'rxjs'
import { advise, type Failure, isFailure } from '../../errors.js'
import { backoff, escalate, type Policy, when } from '../../kernel/policy.js'
import { synccheck } from '../../protocol/endpoints/synccheck.js'
import { webwxsync } from '../../protocol/endpoints/webwxsync.js'
import { Ret } from '../../protocol/retcode.js'
import type { Keys } from '../../protocol/sync-key.js'
import type { Call } from '../call.js'
import type { Env } from '../env.js'
import type { Keeper } from '../keeper.js'
import { attempts, isUnwritable, persist, tooOften } from '../persist.js'
import { idleMax } from './sync-reduce.js'
import type { During, SyncEffect, SyncMessage } from './sync-state.js'
import type { Upkeep } from './upkeep.js'

export interface SyncTools {
  readonly env: Env
  readonly call: Call
  readonly keeper: Keeper
  /** Whether there is room for more messages. Without it nothing is pulled, and the server keeps what it has. */
  readonly room$: Observable<boolean>
  /** There is none at the moment. */
  readonly isPaused: () => boolean
  /** When a pull is due although there is no news. */
  readonly upkeep: Upkeep
}

/** While nothing is pulled, a poll this often shows that the session lives (ms) … */
const signOfLife = 25_000

/** … and a pull this often keeps its cookies alive (ms). */
const longestPause = 30 * 60_000

/** Readable refusals in a row after which the session is opened anew. */
const refusedPolls = 5
const refusedPulls = 3

/** What was refused so often is left alone for a while (ms), and then tried for about five minutes. */
const again = { rest: 15_000, refusals: 20 }

/** Between the pulls that compare two positions (ms). */
const betweenPositions = 1_000

/** A poll that was answered "nothing" at once is not repeated faster than this (ms): the server should have held it. */
const slowest = 1_000

/** One effect at a time, the latest: there are never two polls, nor two pulls, in flight. */
export const syncPerform =
  (tools: SyncTools) =>
  (effects$: Observable<SyncEffect>): Observable<SyncMessage> =>
    effects$.pipe(switchMap((effect) => run(tools, effect)))

function run(tools: SyncTools, effect: SyncEffect): Observable<SyncMessage> {
  switch (effect.type) {
    case 'open':
      return tools.keeper.keys$.pipe(map((keys): SyncMessage => ({ type: 'opened', keys })))
    case 'check':
      return check(tools, effect)
    case 'pull':
      return pull(tools, effect)
    case 'keep':
      return keep(tools, effect)
    case 'compare':
      return compare(tools, effect)
  }
}

const trouble = (failed: Failure, attempt: number): SyncMessage => ({ type: 'trouble', failure: failed, attempt })

const failedDuring =
  (during: During) =>
  (failed: Failure): SyncMessage => ({ type: 'failed', during, failure: failed })

/** Whatever becomes of the polls, a pull comes when it is due. It takes the place of the poll. */
const check = (tools: SyncTools, effect: SyncEffect & { type: 'check' }): Observable<SyncMessage> =>
  tools.upkeep.isDue()
    ? of({ type: 'due' })
    : merge(tools.upkeep.due$.pipe(map((): SyncMessage => ({ type: 'due' }))), polled(tools, effect))

function polled({ env, call }: SyncTools, effect: SyncEffect & { type: 'check' }): Observable<SyncMessage> {
  const { scheduler } = env
  const { session, keys } = effect
  const attempt$ = attempts({
    act: () => {
      const began = scheduler.now()
      return call(synccheck, { session, keys, now: began }).pipe(
        switchMap(({ selector }) => {
          // At most a second, also where the clock was set back meanwhile.
          const early = Math.min(slowest, began + slowest - scheduler.now())
          const message: SyncMessage = { type: 'checked', selector, held: early <= 0 }
          return selector === '0' && early > 0 ? timer(early, scheduler).pipe(map(() => message)) : of(message)
        }),
      )
    },
    told: (message) => message,
    policy: () => polling(env, effect.again ? again.refusals : refusedPolls),
    note: trouble,
    over: failedDuring('check'),
  })
  return effect.again ? timer(again.rest, scheduler).pipe(switchMap(() => attempt$)) : attempt$
}

function pull(tools: SyncTools, effect: SyncEffect & { type: 'pull' }): Observable<SyncMessage> {
  const { env, call, isPaused, upkeep } = tools
  const { session, keys, notBefore } = effect
  let startedAt = 0
  const attempt$ = attempts({
    act: () => {
      startedAt = env.scheduler.now()
      return call(webwxsync, { session, keys, now: startedAt })
    },
    told: (batch): SyncMessage => {
      upkeep.renewed()
      return { type: 'pulled', batch, startedAt }
    },
    policy: () => pulling(env, effect.again ? again.refusals : refusedPulls),
    note: trouble,
    over: failedDuring('pull'),
  })
  const due = (): Observable<SyncMessage> => (isPaused() ? afterPause(tools, effect, attempt$) : attempt$)
  const wait = effect.again ? again.rest : Math.min(idleMax, notBefore - env.scheduler.now())
  return wait > 0 ? timer(wait, env.scheduler).pipe(switchMap(due)) : due()
}

/** Waits for room, showing signs of life; the session's cookies are renewed by a pull only, so one comes in any case. */
function afterPause(
  { env, call, room$ }: SyncTools,
  { session, keys }: SyncEffect & { type: 'pull' },
  attempt$: Observable<SyncMessage>,
): Observable<SyncMessage> {
  const life$ = interval(signOfLife, env.scheduler).pipe(
    switchMap(() => call(synccheck, { session, keys, now: env.scheduler.now() }).pipe(ignoreElements())),
    persist(polling(env, refusedPolls), trouble),
    ignoreElements(),
  )
  const opened$ = merge(room$.pipe(filter((open) => open)), timer(longestPause, env.scheduler)).pipe(take(1))
  return merge(life$.pipe(takeUntil(opened$)), opened$.pipe(switchMap(() => attempt$))).pipe(
    catchError((error) => (isFailure(error) ? of(failedDuring('check')(error)) : throwError(() => error))),
  )
}

/**
 * A position is given up only where another one works at the same time: a server that refuses both has a trouble of its own, and one
 * that takes the kept position again had one.
 */
function compare(
  { env, call, upkeep }: SyncTools,
  { session, keys, fallback, failure }: SyncEffect & { type: 'compare' },
): Observable<SyncMessage> {
  const { scheduler } = env
  const ask = (at: Keys): Observable<SyncMessage> =>
    timer(betweenPositions, scheduler).pipe(
      switchMap(() => {
        const startedAt = scheduler.now()
        return call(webwxsync, { session, keys: at, now: startedAt }).pipe(
          map((batch): SyncMessage => {
            upkeep.renewed()
            return { type: 'pulled', batch, startedAt }
          }),
        )
      }),
    )
  const compared =
    (outdated: boolean) =>
    (error: unknown): Observable<SyncMessage> =>
      isFailure(error) ? of({ type: 'compared', outdated, failure }) : throwError(() => error)
  return ask(fallback).pipe(
    switchMap(() => ask(keys).pipe(catchError(compared(true)))),
    catchError(compared(false)),
  )
}

/**
 * A store that cannot write now (a full disk) may later: pulling pauses, and the server keeps what it has. The session's cookies are
 * renewed meanwhile by pulls from the place that is committed; what they bring comes again.
 */
function keep(tools: SyncTools, effect: SyncEffect & { type: 'keep' }): Observable<SyncMessage> {
  const { env, call } = tools
  const { session, committed } = effect
  const pull$ = defer(() => call(webwxsync, { session, keys: committed, now: env.scheduler.now() }))
  const renewed$ = interval(longestPause, env.scheduler).pipe(
    exhaustMap(() => pull$.pipe(catchError((error) => (isFailure(error) ? EMPTY : throwError(() => error))))),
    ignoreElements(),
  )
  return merge(committing(tools, effect), renewed$)
}

function committing({ env, keeper }: SyncTools, effect: SyncEffect & { type: 'keep' }): Observable<SyncMessage> {
  const { batch, keys, session, startedAt } = effect
  return attempts({
    act: () => keeper.keep({ messages: batch.messages, keys, session }),
    told: (fresh): SyncMessage => ({ type: 'kept', fresh, batch, keys, startedAt }),
    policy: () => writing(env),
    note: trouble,
    over: failedDuring('keep'),
  })
}

const writing = ({ scheduler, random }: Env): Policy =>
  when(isUnwritable, backoff({ first: 1_000, max: 30_000, jitter: 0.3, random, scheduler }))

/** Again with growing pauses (none after a timeout, which was one), until the server has refused so many times in a row. */
function polling(env: Env, refusals: number): Policy {
  const { scheduler, random } = env
  const soon = backoff({ first: 1_000, max: 15_000, jitter: 0.3, random, scheduler })
  let refused = 0
  return (error, attempt) => {
    if (!isFailure(error) || advise(error) !== 'again') return escalate(error, attempt)
    if (error.kind === 'timeout') return timer(0, scheduler)
    refused = isRefusal(error) ? refused + 1 : 0
    return refused >= refusals ? escalate(error, attempt) : soon(error, attempt)
  }
}

/** After 1205 the server wants to be left alone, and keeps what it has. */
function pulling(env: Env, refusals: number): Policy {
  const soon = polling(env, refusals)
  const often = backoff({ ...tooOften, scheduler: env.scheduler })
  return (error, attempt) => (isTooOften(error) ? often : soon)(error, attempt)
}

const isTooOften = (error: unknown): boolean =>
  isFailure(error) && error.kind === 'retcode' && error.detail.code === Ret.tooOften

/** A readable answer that helps nobody, as against one that was damaged on the way. */
const isRefusal = (error: Failure): boolean =>
  error.kind === 'retcode' ||
  (error.kind === 'decode' && error.detail.endpoint === 'webwxsync' && error.detail.intact === true)
