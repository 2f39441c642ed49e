import { Observable, type Subscriber } from 'rxjs'

/** A queue with one reader at a time. */
export interface Mailbox<M> {
  /** Puts a message at the end; `false`, and nothing kept, when the mailbox is full. */
  readonly send: (message: M) => boolean
  /** Hands out what waits, one message at a time and in order. A new subscriber takes the place of the reader before it. */
  readonly messages$: Observable<M>
}

/** How many messages may wait in a mailbox unless said otherwise. */
export const mailboxLimit = 1_000_000

/**
 * Makes a mailbox: what is sent while nobody reads is kept for the next reader, and what is sent while a message is
 * being handled waits until that message is done, so that a synchronous answer neither overtakes nor grows the stack.
 *
 * At `limit` waiting messages `send` answers `false`.
 */
export function createMailbox<M>(limit = mailboxLimit): Mailbox<M> {
  let waiting: M[] = []
  let head = 0
  let reader: Subscriber<M> | undefined
  let draining = false

  const drain = (): void => {
    if (draining) return
    draining = true
    while (reader !== undefined && head < waiting.length) {
      const message = waiting[head] as M
      head += 1
      if (head > 1_024 && head * 2 > waiting.length) {
        waiting = waiting.slice(head)
        head = 0
      }
      reader.next(message)
    }
    if (head === waiting.length) {
      waiting = []
      head = 0
    }
    draining = false
  }

  return {
    send: (message) => {
      if (waiting.length - head >= limit) return false
      waiting.push(message)
      drain()
      return true
    },
    messages$: new Observable((subscriber) => {
      reader = subscriber
      subscriber.add(() => {
        if (reader === subscriber) reader = undefined
      })
      drain()
    }),
  }
}
