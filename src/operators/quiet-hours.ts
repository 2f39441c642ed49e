import { type MonoTypeOperatorFunction, Observable, type SchedulerLike } from 'rxjs'
import { checkNumber } from '../check-number.js'
import { failure } from '../errors.js'
import { until } from '../kernel/until.js'
import { cronTimes } from './cron.js'
import { atLeastOne } from './recent.js'

/** When it is quiet, where, and what becomes of what comes then. */
export interface QuietHoursOptions<T> {
  /** When it becomes quiet, as `22:00`; that minute is quiet. */
  readonly from: string
  /** When it ends, as `07:00`; may be the next day. */
  readonly to: string
  /** Whose hours: an IANA name such as `Asia/Shanghai`. */
  readonly timeZone: string
  /** What happens meanwhile: `hold` (default) until it ends, or `drop`. */
  readonly meanwhile?: 'hold' | 'drop'
  /** How many are held; above it the oldest is dropped. Default 1,000. */
  readonly limit?: number
  /** Is told of each that is dropped. */
  readonly dropped?: (value: T) => void
  /** The clock: `bot.scheduler`. */
  readonly scheduler: SchedulerLike
}

/**
 * Lets nothing pass in the quiet hours, messages or Commands alike: what is held comes in its order as soon as they end, and a source that
 * completes meanwhile completes then. An error passes at once, and what was held is lost, as it is when the process ends: to keep
 * that, give Commands an `at`. Throws an `argument` failure for hours that are none, and for two that are the same.
 *
 * @example
 * const night = { from: '22:00', to: '07:00', timeZone: 'Asia/Shanghai' }
 * bot.use((messages$, { scheduler }) =>
 *   messages$.pipe(hears(/news/), map((message) => reply(message, 'none')), quietHours({ ...night, scheduler })),
 * )
 *
 * @see [its marble](../../marbles/svg/operators/quiet-hours.svg)
 */
export const quietHours = <T>({
  from,
  to,
  timeZone,
  meanwhile = 'hold',
  limit = 1_000,
  dropped = () => {},
  scheduler,
}: QuietHoursOptions<T>): MonoTypeOperatorFunction<T> => {
  const endOf = quietUntil(from, to, timeZone)
  checkNumber('limit', limit, atLeastOne)
  return (source$) =>
    new Observable((subscriber) => {
      const held: T[] = []
      let isOver = false
      const release = (): void => {
        // One by one: what is emitted may bring more, which comes behind the rest.
        while (held.length > 0) for (const value of held.splice(0, 1)) subscriber.next(value)
        if (isOver) subscriber.complete()
      }
      const hold = (value: T, end: number): void => {
        held.push(value)
        if (held.length === 1) subscriber.add(until(end, scheduler).subscribe(release))
        for (const one of held.splice(0, held.length - limit)) dropped(one)
      }
      subscriber.add(
        source$.subscribe({
          next: (value) => {
            const end = endOf(scheduler.now())
            if (end !== undefined && meanwhile === 'drop') dropped(value)
            else if (end !== undefined || held.length > 0) hold(value, end ?? scheduler.now())
            else subscriber.next(value)
          },
          error: (error: unknown) => subscriber.error(error),
          complete: () => {
            isOver = true
            if (held.length === 0) subscriber.complete()
          },
        }),
      )
    })
}

/** When the quiet hours end, if they last at a moment. The plans are asked once for each change between the two. */
function quietUntil(from: string, to: string, timeZone: string): (now: number) => number | undefined {
  if (cronOf(from) === cronOf(to)) throw wrong(`from ${from} to ${to} are no hours`)
  const nextStart = cronTimes(cronOf(from), timeZone)
  const nextEnd = cronTimes(cronOf(to), timeZone)
  let known = { since: 0, start: 0, end: 0 }
  return (now) => {
    if (now < known.since || now >= Math.min(known.start, known.end))
      known = { since: now, start: nextStart(now) ?? Number.POSITIVE_INFINITY, end: nextEnd(now) ?? 0 }
    return known.end < known.start ? known.end : undefined
  }
}

function cronOf(time: string): string {
  const [, hour, minute] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(time) ?? []
  if (hour === undefined || minute === undefined) throw wrong(`${time} is no time of day; write 07:30`)
  return `${Number(minute)} ${Number(hour)} * * *`
}

const wrong = (why: string) => failure('argument', { name: 'quietHours', why })
