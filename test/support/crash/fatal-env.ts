import { asyncScheduler, defer, Observable, type Observer, type SchedulerAction, type SchedulerLike, tap } from 'rxjs'
import { toughCookies } from '../../../src/edge/cookies.js'
import { createLog } from '../../../src/edge/log.js'
import { undiciHttp } from '../../../src/edge/undici-http.js'
import type { Changes, Env, Store } from '../../../src/index.js'
import type { CrashPoint } from './crash-point.js'

const haste = 10
const began = Date.now()

/** The rest that a resumed bot takes is no part of the test; and each process finds a clock that was set back. */
const hastyScheduler: SchedulerLike = {
  now: () => began + (Date.now() - began) * haste,
  schedule: <T>(work: (this: SchedulerAction<T>, state?: T) => void, delay = 0, state?: T) =>
    asyncScheduler.schedule(work, delay / haste, state),
}

/** The real environment, with somebody who hears of each point before the process can go on from there. */
export function fatalEnv(store: Store, reached: (point: CrashPoint) => void): Env {
  const { http } = undiciHttp()
  return {
    http: (request) => (request.endpoint === 'webwxsendmsg' ? watchedSend(http(request), reached) : http(request)),
    cookies: toughCookies(() => hastyScheduler.now()),
    store: { ...store, commit: (changes) => watchedCommit(store, changes, reached) },
    scheduler: hastyScheduler,
    random: Math.random,
    log: createLog('warn'),
  }
}

const watchedCommit = (store: Store, changes: Changes, reached: (point: CrashPoint) => void): Observable<void> =>
  defer(() => {
    const step = stepOf(changes)
    if (step === undefined) return store.commit(changes)
    reached(`before ${step}`)
    return store.commit(changes).pipe(tap(() => reached(`after ${step}`)))
  })

type Step = 'open' | 'keep' | 'settle' | 'receipt' | 'part' | 'reserve' | 'mark'

/** What a commit is for, told by what is in it. */
function stepOf(changes: Changes): Step | undefined {
  if (changes.entries !== undefined) return 'keep'
  if (changes.sent !== undefined) return 'receipt'
  if (changes.states !== undefined) return 'part'
  if (changes.dispatched !== undefined) return 'settle'
  if (changes.clientMsgId !== undefined) return 'reserve'
  if (changes.outbox !== undefined) return 'mark'
  return changes.session === undefined ? undefined : 'open'
}

/** The server has the text before the answer is heard of; after it the bot has done with it what it does at once. */
const watchedSend = <T>(send$: Observable<T>, reached: (point: CrashPoint) => void): Observable<T> =>
  new Observable((out) => {
    reached('before the send')
    const through: Partial<Observer<T>> = {
      next: (answer) => {
        reached('before the answer of a send')
        out.next(answer)
        reached('after the answer of a send')
      },
      error: (error) => out.error(error),
      complete: () => out.complete(),
    }
    return send$.subscribe(through)
  })
