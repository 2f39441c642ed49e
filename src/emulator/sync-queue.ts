import { type Observable, Subject } from 'rxjs'
import type { News } from './news.js'

/** All that happened to one account, in order. Reading consumes nothing: whoever comes with an older position gets it again. */
export interface SyncQueue {
  readonly append: (news: News) => void
  /** The position behind the newest. */
  readonly end: () => number
  /** The news after `position`, at most `limit` of them. */
  readonly after: (position: number, limit: number) => readonly News[]
  /** When the news before `position` arrived, in seconds. */
  readonly timeAt: (position: number) => number
  /** Emits after each change, and when {@link wake} is called. */
  readonly changes$: Observable<void>
  readonly wake: () => void
}

export function createSyncQueue(retain: () => number, startedAt: number): SyncQueue {
  let news: News[] = []
  let dropped = 0
  const changes$ = new Subject<void>()
  return {
    append: (one) => {
      news.push(one)
      if (news.length >= 2 * retain() + 1) {
        dropped += news.length - retain()
        news = news.slice(-retain())
      }
      changes$.next()
    },
    end: () => dropped + news.length,
    after: (position, limit) => {
      const first = Math.max(0, position - dropped)
      return news.slice(first, first + limit)
    },
    timeAt: (position) => news[position - dropped - 1]?.at ?? startedAt,
    changes$,
    wake: () => changes$.next(),
  }
}
