import { Observable, type Subscriber } from 'rxjs'
import { checkKeys } from '../../check-argument.js'
import { checkNumber } from '../../check-number.js'
import type { Delivery, Offer } from './delivery.js'
import { type Consumer, highWater } from './inbox.js'
import { groupSize } from './settlements.js'

/** How deliveries are handed out. */
export interface DeliveriesOptions {
  /**
   * How many deliveries may be out without being settled in the store, 1 to 5,000 (more are taken for 5,000); default 64. A
   * process that is killed repeats at most these.
   */
  readonly prefetch?: number
}

/**
 * A durable consumer that gets every message in the server's order and settles each when it likes. What is not acknowledged
 * when the process dies comes again at the next start.
 */
export function createDeliveries(
  name: string,
  options: DeliveriesOptions = {},
): {
  readonly consumer: Consumer
  readonly deliveries$: Observable<Delivery>
} {
  checkKeys('deliveries', options, ['prefetch'])
  const { prefetch = groupSize } = options
  checkNumber('prefetch', prefetch, { from: 1 })
  // Above that many unsettled messages nothing is pulled in any case.
  const limit = Math.min(highWater, prefetch)
  let waiting: Offer[] = []
  let head = 0
  let out = 0
  let subscriber: Subscriber<Delivery> | undefined

  const hand = (): void => {
    while (subscriber !== undefined && out < limit && head < waiting.length) {
      const offer = waiting[head] as Offer
      head += 1
      out += 1
      subscriber.next(offer.open())
    }
    if (head > 1_024) {
      waiting = waiting.slice(head)
      head = 0
    }
  }

  return {
    consumer: {
      name,
      take: (offer) => {
        waiting.push(offer)
        hand()
      },
      settling: () => {},
      landed: () => {
        out -= 1
        hand()
      },
    },
    deliveries$: new Observable((next) => {
      subscriber = next
      hand()
      return () => {
        if (subscriber === next) subscriber = undefined
      }
    }),
  }
}
