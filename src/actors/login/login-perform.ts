import {
  catchError,
  concat,
  defer,
  ignoreElements,
  map,
  type Observable,
  of,
  switchMap,
  take,
  throwError,
  timer,
} from 'rxjs'
import { advise, type Failure, failure, isFailure } from '../../errors.js'
import { pauseOf } from '../../kernel/policy.js'
import { jslogin } from '../../protocol/endpoints/jslogin.js'
import { type LoginPoll, login } from '../../protocol/endpoints/login.js'
import { qrImageUrl, qrText } from '../../protocol/endpoints/qrcode.js'
import { webwxinit } from '../../protocol/endpoints/webwxinit.js'
import { webwxlogout } from '../../protocol/endpoints/webwxlogout.js'
import { redirectTarget, webwxnewloginpage } from '../../protocol/endpoints/webwxnewloginpage.js'
import { webwxpushloginurl } from '../../protocol/endpoints/webwxpushloginurl.js'
import type { Realm } from '../../protocol/hosts.js'
import { orThrow } from '../../protocol/result.js'
import type { Session } from '../../protocol/session.js'
import type { Call } from '../call.js'
import type { Env } from '../env.js'
import { persist, transient } from '../persist.js'
import { betweenPolls } from './login-reduce.js'
import type { LoginEffect, LoginMessage, PhonePoll } from './login-state.js'
import { refusal } from './refusal.js'

export interface LoginTools {
  readonly env: Env
  readonly call: Call
  readonly realm: Realm
}

/** How often a login page that did not answer is asked again: the ticket may be spent, then only a new code helps. */
const pageTries = 3

/** A server that cannot do push logins is not asked for ever: there is a QR code. */
const pushTries = 2

/** How often a server that says that it has a problem is asked again for a code, what became of one, or a session: for a minute or two. */
const problemTries = 10

/** Performs the latest effect only: a new QR code forgets the poll of the old one. */
export const loginPerform =
  (tools: LoginTools) =>
  (effects$: Observable<LoginEffect>): Observable<LoginMessage> =>
    effects$.pipe(switchMap((effect) => run(tools, effect)))

const failedWith = (error: unknown): Observable<LoginMessage> =>
  isFailure(error) ? of<LoginMessage>({ type: 'failed', failure: error }) : throwError(() => error)

const trouble = (failed: Failure, attempt: number): LoginMessage => ({ type: 'trouble', failure: failed, attempt })

function run(tools: LoginTools, effect: LoginEffect): Observable<LoginMessage> {
  const { env } = tools
  switch (effect.type) {
    case 'resume':
      return initialise(tools, effect.session, false)
    case 'init':
      return initialise(tools, effect.session, true)
    case 'push':
      return push(tools, effect.session)
    case 'ask':
      return ask(tools, effect)
    case 'poll':
      return poll(tools, effect)
    case 'enter':
      return enter(tools, effect)
    case 'leave':
      return tools.call(webwxlogout, { session: effect.session }).pipe(
        ignoreElements(),
        catchError((error) => (isFailure(error) ? of(trouble(error, 1)) : throwError(() => error))),
        (left$) => concat(left$, of<LoginMessage>({ type: 'leftServer' })),
      )
    case 'rest': {
      const pause = pauseOf({ first: 1_000, max: effect.longest, scheduler: env.scheduler }, effect.attempt)
      return timer(pause, env.scheduler).pipe(map((): LoginMessage => ({ type: 'rested', effect: effect.next })))
    }
  }
}

function initialise({ env, call }: LoginTools, session: Session, fresh: boolean): Observable<LoginMessage> {
  return defer(() => call(webwxinit, { session, now: env.scheduler.now(), isResumed: !fresh })).pipe(
    map((init): LoginMessage => {
      const skey = init.skey === '' ? session.skey : init.skey
      return { type: 'initialised', session: { ...session, skey }, init, fresh, now: env.scheduler.now() }
    }),
    persist(transient(env, { refused: problemTries }), trouble),
    catchError((error) => failedWith(isFailure(error) ? refusal(error) : error)),
  )
}

function push({ env, call }: LoginTools, session: Session): Observable<LoginMessage> {
  const { hosts, uin, profile } = session
  return defer(() => call(webwxpushloginurl, { hosts, uin, profile, now: env.scheduler.now() })).pipe(
    map(({ uuid }): LoginMessage => ({ type: 'uuid', uuid, qr: undefined })),
    persist(transient(env, { unusable: pushTries }), trouble),
    catchError(failedWith),
  )
}

function ask(
  { env, call, realm }: LoginTools,
  { profile, attempt }: LoginEffect & { type: 'ask' },
): Observable<LoginMessage> {
  return defer(() => call(jslogin, { realm, profile, now: env.scheduler.now() })).pipe(
    map(({ uuid }): LoginMessage => {
      const qr = { uuid, text: qrText(realm, uuid), imageUrl: qrImageUrl(realm, uuid), attempt }
      return { type: 'uuid', uuid, qr }
    }),
    persist(transient(env, { refused: problemTries }), trouble),
    catchError(failedWith),
  )
}

/** A timeout of a held poll is no trouble: nothing happened on the phone. */
function poll(
  { env, call, realm }: LoginTools,
  { uuid, tip, profile, notBefore }: LoginEffect & { type: 'poll' },
): Observable<LoginMessage> {
  const polled$ = defer(() => {
    const startedAt = env.scheduler.now()
    return call(login, { realm, uuid, tip, profile, now: startedAt }).pipe(
      catchError((error) =>
        isFailure(error) && error.kind === 'timeout' ? of({ type: 'waiting' } as const) : throwError(() => error),
      ),
      map((told): LoginMessage => ({ type: 'polled', uuid, poll: ofThePhone(told), startedAt })),
    )
  }).pipe(persist(transient(env, { refused: problemTries }), trouble), catchError(failedWith))
  // At most a second, also where the clock was set back meanwhile.
  const wait = Math.min(betweenPolls, notBefore - env.scheduler.now())
  return wait > 0 ? timer(wait, env.scheduler).pipe(switchMap(() => polled$)) : polled$
}

/** A code of no meaning, as 500 and 0, is about the server: nothing was done to the QR code. */
function ofThePhone(told: LoginPoll): PhonePoll {
  if (told.type !== 'error') return told
  throw failure('retcode', { endpoint: login.name, code: told.code, message: 'the login server has a problem' })
}

function enter({ env, call, realm }: LoginTools, effect: LoginEffect & { type: 'enter' }): Observable<LoginMessage> {
  const { redirectUri, profile } = effect
  const deviceId = `e${Array.from({ length: 15 }, () => Math.floor(env.random() * 10)).join('')}`
  let attempts = 0
  return defer(() => {
    attempts += 1
    orThrow(redirectTarget(realm, redirectUri))
    return call(webwxnewloginpage, { realm, redirectUri, profile, now: env.scheduler.now(), deviceId })
  }).pipe(
    take(1),
    map((session): LoginMessage => ({ type: 'entered', session })),
    persist(transient(env, { unreached: pageTries, unusable: pageTries }), trouble),
    catchError((error) => failedWith(attempts > 1 ? spent(error) : error)),
  )
}

/** On a repeated request 1203 means that the first one spent the ticket, not that the account is refused. */
const spent = (error: unknown): unknown =>
  isFailure(error) && error.kind === 'refused' && advise(error) === 'stop'
    ? failure('retcode', { endpoint: 'webwxnewloginpage', code: 1203, message: 'the ticket was spent' }, error)
    : error
