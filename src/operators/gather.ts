import { Observable, type OperatorFunction, type SchedulerLike, type Subscription } from 'rxjs'
import { checkNumber } from '../check-number.js'
import { after } from '../kernel/after.js'
import { atLeastOne } from './recent.js'

/** How what belongs together is gathered. */
export interface GatherOptions {
  /** A silence of this long (ms) ends a group. */
  readonly quiet: number
  /** A group of this many ends at once. */
  readonly max: number
  /** How many groups may be open at a time; above it the oldest one ends at once. */
  readonly limit: number
  readonly scheduler: SchedulerLike
}

/** At least one. */
export type Group<T> = readonly [T, ...T[]]

/** What comes under one key without a longer silence, as one group. All open groups end with the source; an error drops them. */
export function gather<T>(
  keyOf: (value: T) => string,
  { quiet, max, limit, scheduler }: GatherOptions,
): OperatorFunction<T, Group<T>> {
  checkNumber('quiet', quiet, atLeastOne)
  checkNumber('max', max, atLeastOne)
  checkNumber('limit', limit, atLeastOne)
  return (source$) =>
    new Observable((subscriber) => {
      const open = new Map<string, { readonly group: Group<T>; readonly timer: Subscription }>()
      const end = (key: string): void => {
        const ended = open.get(key)
        open.delete(key)
        ended?.timer.unsubscribe()
        if (ended !== undefined) subscriber.next(ended.group)
      }
      const add = (value: T): void => {
        const key = keyOf(value)
        const before = open.get(key)
        before?.timer.unsubscribe()
        const group: Group<T> = before === undefined ? [value] : [...before.group, value]
        open.set(key, { group, timer: after(quiet, scheduler).subscribe(() => end(key)) })
        if (group.length >= max) end(key)
        const [oldest] = open.keys()
        if (open.size > limit && oldest !== undefined) end(oldest)
      }
      subscriber.add(() => {
        for (const { timer } of open.values()) timer.unsubscribe()
        open.clear()
      })
      subscriber.add(
        source$.subscribe({
          next: add,
          error: (error: unknown) => subscriber.error(error),
          complete: () => {
            for (const key of [...open.keys()]) end(key)
            subscriber.complete()
          },
        }),
      )
    })
}
