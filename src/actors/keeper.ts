import { Observable, Subject } from 'rxjs'
import type { RawMessage } from '../protocol/message.js'
import { type Session, saveSession } from '../protocol/session.js'
import type { Keys } from '../protocol/sync-key.js'
import { type Changes, type Env, noSession } from './env.js'
import type { Settlements } from './inbox/settlements.js'
import { messageId } from './message-id.js'
import { type Entry, ownerOf, type Saved, type SendKey, seenLimit } from './saved.js'
import { createSeen } from './seen.js'

/** What is kept of a pull, before anything of it is dispatched. */
export interface Keepsake {
  readonly messages: readonly RawMessage[]
  readonly keys: Keys
  readonly session: Session
}

/** A send that leaves the outbox, and what is to be remembered of its key. */
export interface EndedSend {
  readonly clientMsgId: string
  readonly sendKeys: readonly SendKey[]
}

/**
 * Commits what a session brings, and remembers where that stands. Commits cannot be called back: a life that ends in the
 * middle of one forgets the answer only, and the next one reads its position from here. The commit of a pull takes along how far earlier
 * ones are done with.
 */
export interface Keeper {
  /** Commits the fresh messages of a pull with its keys, skey and cookies; answers with how many were fresh. */
  readonly keep: (keepsake: Keepsake) => Observable<number>
  /** Commits that a send was accepted, and the message that it has become; once only, also where the service hands it out itself. */
  readonly keepSent: (raw: RawMessage, ended: EndedSend) => Observable<void>
  /** A session was opened: its keys, and for a new one its number, in one commit. */
  readonly open: (session: Session, keys: Keys, fresh: boolean) => Observable<void>
  readonly forget: () => Observable<void>
  /** The keys as last committed, once no commit is under way. */
  readonly keys$: Observable<Keys | undefined>
  /** What was kept, in order; nobody has to be alive to hear it for it to be safe. */
  readonly kept$: Observable<readonly Entry[]>
  /** The number of the present login. */
  readonly epoch: () => number
  /** The Uin of the account whose store this is; undefined before the first login. */
  readonly owner: () => string | undefined
}

export function createKeeper(
  env: Env,
  saved: Saved,
  settled: Pick<Settlements, 'riding' | 'rode'>,
  isInFlight: (raw: RawMessage) => boolean = () => false,
): Keeper {
  const seen = createSeen(saved.seen, seenLimit)
  const kept$ = new Subject<readonly Entry[]>()
  let keys = saved.keys
  let epoch = saved.epoch
  let owner = ownerOf(saved)
  let lastSeq = saved.lastSeq
  const inTurn = createTurns()

  /** One commit after the other; each runs to its end, whoever is still listening. */
  const commit = <T>(
    changes: () => Changes,
    landed: (changes: Changes) => T,
    failed: (changes: Changes) => void = () => {},
  ): Observable<T> =>
    new Observable((out) =>
      inTurn((over) => {
        let made: Changes = {}
        let tell = (): void => {}
        const fail = (error: unknown): void => {
          failed(made)
          over(() => out.error(error))
        }
        let commit$: Observable<unknown>
        try {
          made = changes()
          commit$ = env.store.commit(made)
        } catch (error) {
          return fail(error)
        }
        commit$.subscribe({
          next: () => {
            const value = landed(made)
            tell = () => out.next(value)
          },
          error: fail,
          complete: () =>
            over(() => {
              tell()
              out.complete()
            }),
        })
      }),
    )

  /** What was not seen before, and what it is known by from now on. */
  const fresh = (
    messages: readonly RawMessage[],
    isOurs: (raw: RawMessage) => boolean,
  ): Pick<Changes, 'entries' | 'seen'> => {
    const entries: Entry[] = []
    const ids: string[] = []
    for (const raw of messages) {
      const id = messageId(raw)
      if (!seen.add(id)) continue
      ids.push(id)
      const entry = { seq: lastSeq + ids.length, epoch, id, raw }
      entries.push(isOurs(raw) ? { ...entry, origin: 'bot' } : entry)
    }
    return ids.length === 0 ? {} : { entries, seen: ids }
  }

  return {
    keep: ({ messages, keys: next, session }) =>
      commit(
        () => ({
          keys: next,
          session: saveSession(session),
          cookies: env.cookies.save(),
          ...fresh(messages, isInFlight),
          ...settled.riding(),
        }),
        ({ entries = [] }) => {
          settled.rode()
          keys = next
          lastSeq += entries.length
          if (entries.length > 0) kept$.next(entries)
          return entries.length
        },
        ({ seen: ids = [] }) => seen.remove(ids),
      ),
    keepSent: (raw, { clientMsgId, sendKeys }) =>
      commit(
        () => ({
          sent: [clientMsgId],
          ...(sendKeys.length === 0 ? {} : { sendKeys }),
          ...fresh([raw], () => true),
        }),
        ({ entries = [] }) => {
          lastSeq += entries.length
          if (entries.length > 0) kept$.next(entries)
        },
        ({ seen: ids = [] }) => seen.remove(ids),
      ),
    open: (session, next, isNew) =>
      commit(
        () => ({
          session: saveSession(session),
          cookies: env.cookies.save(),
          keys: next,
          ...(isNew ? { epoch: epoch + 1 } : {}),
          ...(saved.owner === session.uin ? {} : { owner: session.uin }),
        }),
        (changes) => {
          keys = next
          owner = session.uin
          epoch = changes.epoch ?? epoch
        },
      ),
    forget: () =>
      commit(
        () => ({ ...noSession, ...(owner === undefined ? {} : { owner }) }),
        () => {
          keys = undefined
        },
      ),
    keys$: new Observable((out) =>
      inTurn((over) =>
        over(() => {
          out.next(keys)
          out.complete()
        }),
      ),
    ),
    kept$,
    epoch: () => epoch,
    owner: () => owner,
  }
}

/** Runs tasks one after the other. A task tells its result by `over`: the next one begins after that, and what comes meanwhile is last. */
function createTurns(): (task: (over: (tell: () => void) => void) => void) => void {
  const waiting: (() => void)[] = []
  let busy = false
  return (task) => {
    const begin = (): void =>
      task((tell) => {
        const next = waiting.shift()
        busy = next !== undefined
        tell()
        next?.()
      })
    if (busy) return void waiting.push(begin)
    busy = true
    begin()
  }
}
