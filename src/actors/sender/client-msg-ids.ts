import { defer, map, type Observable, of } from 'rxjs'
import type { Env } from '../env.js'

/** ClientMsgIds: 17 digits that only ever count up, also across restarts and when the clock is set back. */
export interface ClientMsgIds {
  readonly next: () => string
  /** Emits once no later process can hand out this id again; to be waited for before it goes out. */
  readonly reserve: (id: string) => Observable<void>
}

/** Ids are reserved in blocks, so that a commit is needed only now and then. */
const block = 1_000n

/** Milliseconds have 13 digits and the wire's ids 17. */
const perMillisecond = 10_000n

export function createClientMsgIds(env: Env, saved: string): ClientMsgIds {
  let last = saved === '' ? 0n : BigInt(saved)
  let reserved = last
  let asked = last
  return {
    next: () => {
      const now = BigInt(Math.trunc(env.scheduler.now())) * perMillisecond
      last = now > last ? now : last + 1n
      return `${last}`
    },
    reserve: (id) =>
      defer(() => {
        if (BigInt(id) <= reserved) return of(undefined)
        // Several commits may be under way, for ids that are not in order: the last one must not take back what another reserved.
        const wanted = BigInt(id) + block
        const until = wanted > asked ? wanted : asked
        asked = until
        return env.store.commit({ clientMsgId: `${until}` }).pipe(
          map(() => {
            reserved = until > reserved ? until : reserved
          }),
        )
      }),
  }
}
