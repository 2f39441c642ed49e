import {
  catchError,
  defer,
  EMPTY,
  ignoreElements,
  map,
  mergeMap,
  type Observable,
  of,
  switchMap,
  throwError,
  timer,
} from 'rxjs'
import { advise, type Failure, isFailure } from '../../errors.js'
import { backoff, escalate, type Policy } from '../../kernel/policy.js'
import { webwxbatchgetcontact } from '../../protocol/endpoints/webwxbatchgetcontact.js'
import { webwxgetcontact } from '../../protocol/endpoints/webwxgetcontact.js'
import { webwxstatusnotify } from '../../protocol/endpoints/webwxstatusnotify.js'
import type { Call } from '../call.js'
import type { Env } from '../env.js'
import { persist, tooOften, transient } from '../persist.js'
import type { ContactsEffect, ContactsMessage, Wanted } from './contacts-state.js'

export interface ContactsTools {
  readonly env: Env
  readonly call: Call
}

/** Pages, batches and the notification run side by side, but no more than these. */
const atOnce = 3

/** How often to ask again for a page that the service does not answer, or not readably. */
const pageTries = { silent: 2, unusable: 7 }

/** How often to ask again after 1205 before the book counts as partial: the next pauses are long. */
const oftenTries = 1

/** Enough for a hiccup: telling the phone that a web client is open is a courtesy. */
const notifyTries = 2

export const contactsPerform =
  (tools: ContactsTools) =>
  (effects$: Observable<ContactsEffect>): Observable<ContactsMessage> =>
    effects$.pipe(mergeMap((effect) => run(tools, effect), atOnce))

const trouble = (failed: Failure, attempt: number): ContactsMessage => ({ type: 'trouble', failure: failed, attempt })

const otherwise =
  (message: (failed: Failure) => Observable<ContactsMessage>) =>
  (error: unknown): Observable<ContactsMessage> =>
    isFailure(error) ? message(error) : throwError(() => error)

function run(tools: ContactsTools, effect: ContactsEffect): Observable<ContactsMessage> {
  switch (effect.type) {
    case 'notify':
      return notify(tools, effect)
    case 'page':
      return page(tools, effect)
    case 'batch':
      return batch(tools, effect)
    case 'later':
      return timer(effect.pause, tools.env.scheduler).pipe(map((): ContactsMessage => ({ type: 'again' })))
  }
}

function notify(
  { env, call }: ContactsTools,
  { session, self }: ContactsEffect & { type: 'notify' },
): Observable<ContactsMessage> {
  return defer(() =>
    call(webwxstatusnotify, { session, code: 3, from: self, to: self, clientMsgId: `${env.scheduler.now()}` }),
  ).pipe(
    ignoreElements(),
    persist(transient(env, { unreached: notifyTries, unusable: notifyTries }), trouble),
    catchError(otherwise(() => EMPTY)),
  )
}

function page(
  { env, call }: ContactsTools,
  { session, seq }: ContactsEffect & { type: 'page' },
): Observable<ContactsMessage> {
  return defer(() => call(webwxgetcontact, { session, seq, now: env.scheduler.now() })).pipe(
    map(({ members, seq: next }): ContactsMessage => ({ type: 'page', members, seq: next })),
    persist(pagePolicy(env), trouble),
    catchError(otherwise((failed) => of({ type: 'pageFailed', failure: failed }))),
  )
}

/** A network that is gone is waited for. A service that is there and does not hand out the page is not, since others wait for the book. */
function pagePolicy(env: Env): Policy {
  const usual = transient(env, { unusable: pageTries.unusable })
  const bounded = boundedPolicies(env)
  return (error, attempt) => (bounded(error) ?? usual)(error, attempt)
}

/** For a service that does not answer, and for one that wants to be left alone. */
function boundedPolicies({ scheduler, random }: Env): (error: unknown) => Policy | undefined {
  // A service that takes a minute to say nothing has not been healthy for a minute.
  const healthyAfter = Number.POSITIVE_INFINITY
  const silent = backoff({
    first: 1_000,
    max: 15_000,
    tries: pageTries.silent,
    jitter: 0.3,
    healthyAfter,
    random,
    scheduler,
  })
  const often = backoff({ ...tooOften, tries: oftenTries, scheduler })
  return (error) => {
    if (!isFailure(error)) return undefined
    if (error.kind === 'timeout') return silent
    return isTooOften(error) ? often : undefined
  }
}

const isTooOften = (failed: Failure): boolean => failed.kind === 'retcode' && failed.detail.code === 1205

function batch(
  { env, call }: ContactsTools,
  { session, names, pause, isSure }: ContactsEffect & { type: 'batch' },
): Observable<ContactsMessage> {
  const asked$ = defer(() => call(webwxbatchgetcontact, { session, names, now: env.scheduler.now() })).pipe(
    map(({ contacts }): ContactsMessage => ({ type: 'batch', names, contacts })),
    persist(batchPolicy(env, isSure), trouble),
    catchError(otherwise((failed) => of(batchFailed(names, failed)))),
  )
  return pause === 0 ? asked$ : timer(pause, env.scheduler).pipe(switchMap(() => asked$))
}

/**
 * A service that does not answer, wants to be left alone, or says that there is no session has nothing against one of the names. Whether there is one the
 * poll finds out, which is answered the same then.
 */
const batchFailed = (names: readonly Wanted[], failed: Failure): ContactsMessage =>
  failed.kind === 'timeout' || isTooOften(failed) || advise(failed) === 'login'
    ? { type: 'batchUnanswered', failure: failed }
    : { type: 'batchFailed', names, failure: failed }

/** An answer that says no may mean that one of the names is the trouble: one more try, then smaller batches. */
function batchPolicy(env: Env, isSure: boolean): Policy {
  const { scheduler, random } = env
  const later = transient(env)
  const bounded = boundedPolicies(env)
  const once = backoff({ first: 1_000, max: 1_000, tries: isSure ? 1 : 0, jitter: 0.3, random, scheduler })
  return (error, attempt) => {
    if (!isFailure(error) || advise(error) !== 'again') return escalate(error, attempt)
    const answered =
      error.kind === 'status' || error.kind === 'foreignHost' || error.kind === 'decode' || error.kind === 'retcode'
    return (bounded(error) ?? (answered ? once : later))(error, attempt)
  }
}
