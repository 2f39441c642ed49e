import { catchError, defer, EMPTY, ignoreElements, map, mergeMap, type Observable, of, throwError } from 'rxjs'
import { advise, type Failure, isFailure } from '../../errors.js'
import { backoff, escalate, type Policy } from '../../kernel/policy.js'
import { webwxbatchgetcontact } from '../../protocol/endpoints/webwxbatchgetcontact.js'
import { webwxgetcontact } from '../../protocol/endpoints/webwxgetcontact.js'
import { webwxstatusnotify } from '../../protocol/endpoints/webwxstatusnotify.js'
import type { Call } from '../call.js'
import type { Env } from '../env.js'
import { persist, transient } from '../persist.js'
import type { ContactsEffect, ContactsMessage, Wanted } from './contacts-state.js'

export interface ContactsTools {
  readonly env: Env
  readonly call: Call
}

/** Pages, batches and the notification run side by side, but no more than these. */
const atOnce = 3

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
    persist(transient(env), trouble),
    catchError(otherwise((failed) => of({ type: 'pageFailed', failure: failed }))),
  )
}

function batch(
  { env, call }: ContactsTools,
  { session, names }: ContactsEffect & { type: 'batch' },
): Observable<ContactsMessage> {
  return defer(() => call(webwxbatchgetcontact, { session, names, now: env.scheduler.now() })).pipe(
    map(({ contacts }): ContactsMessage => ({ type: 'batch', names, contacts })),
    persist(batchPolicy(env), trouble),
    catchError(otherwise((failed) => of(batchFailed(names, failed)))),
  )
}

const batchFailed = (names: readonly Wanted[], failed: Failure): ContactsMessage => ({
  type: 'batchFailed',
  names,
  failure: failed,
})

/** An answer that says no may mean that one of the names is the trouble: one more try, then smaller batches. */
function batchPolicy(env: Env): Policy {
  const { scheduler, random } = env
  const later = transient(env)
  const once = backoff({ first: 1_000, max: 1_000, tries: 1, jitter: 0.3, random, scheduler })
  return (error, attempt) => {
    if (!isFailure(error) || advise(error) !== 'again') return escalate(error, attempt)
    const answered =
      error.kind === 'status' || error.kind === 'decode' || (error.kind === 'retcode' && error.detail.code !== 1205)
    return answered ? once(error, attempt) : later(error, attempt)
  }
}
