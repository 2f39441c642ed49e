import { filter, type Observable, ReplaySubject, Subject, take, tap } from 'rxjs'
import { checkNumber } from '../../../check-number.js'
import { actor, type Logic } from '../../../kernel/actor.js'
import { escalate } from '../../../kernel/policy.js'
import type { Consumer } from '../inbox.js'
import type { HandleOptions, Handler } from './handler.js'
import { type HandlingTools, handlingPerform } from './handling-perform.js'
import { handlingReduce } from './handling-reduce.js'
import {
  type HandlingEffect,
  type HandlingEvent,
  type HandlingMessage,
  type HandlingState,
  handlingStart,
} from './handling-state.js'

export type Overlap = Extract<HandlingEvent, { readonly type: 'overlap' }>

export interface Handling {
  readonly consumer: Consumer
  /** Its actor; runs for as long as it is subscribed. Tells of overlaps. */
  readonly run$: Observable<Overlap>
  /** Nothing more is begun; emits once what runs has ended. */
  readonly drain: () => Observable<unknown>
}

/** A durable consumer over a handler. Throws an `argument` failure for options that make no sense. */
export function createHandling(tools: HandlingTools, name: string, handler: Handler, options: HandleOptions): Handling {
  const messages$ = new Subject<HandlingMessage>()
  const drained$ = new ReplaySubject<HandlingEvent>(1)
  const { permits = 16, busy = 'queue', deadline = 60_000, grace = 10_000, tries = 3, retry } = options
  checkNumber('grace', grace, { from: 0 })
  for (const [option, value] of Object.entries({ permits, deadline, tries })) checkNumber(option, value, { from: 1 })
  const logic: Logic<HandlingState, HandlingMessage, HandlingEffect, HandlingEvent> = {
    start: (last) => ({ state: last ?? handlingStart }),
    reduce: handlingReduce(permits, busy),
    perform: handlingPerform(tools, handler, { deadline, grace, tries, ...(retry === undefined ? {} : { retry }) }),
  }
  const isOverlap = (event: HandlingEvent): event is Overlap => event.type === 'overlap'
  return {
    consumer: {
      name,
      take: (offer) => messages$.next({ type: 'offer', offer }),
      settling: () => messages$.next({ type: 'settling' }),
      landed: () => messages$.next({ type: 'landed' }),
    },
    run$: messages$.pipe(
      actor(logic, escalate),
      tap((event) => {
        if (event.type === 'drained') drained$.next(event)
      }),
      filter(isOverlap),
    ),
    drain: () => {
      messages$.next({ type: 'drain' })
      return drained$.pipe(take(1))
    },
  }
}
