import { filter, type Observable, ReplaySubject, Subject, take, tap } from 'rxjs'
import { checkChoice, checkFunction, checkKeys } from '../../../check-argument.js'
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

const optionNames = Object.keys({
  permits: 1,
  deadline: 1,
  grace: 1,
  tries: 1,
  retry: 1,
  busy: 1,
} satisfies Record<keyof HandleOptions, 1>)

function checkHandler(name: string, handler: Handler, options: HandleOptions): void {
  checkFunction(`handler ${name}`, handler, 'a function of a message')
  checkKeys('handle', options, optionNames)
  checkChoice('busy', options.busy, ['queue', 'switch'])
  if (options.retry !== undefined) checkFunction('retry', options.retry, 'a policy, (error, attempt) => Observable')
}

/** A durable consumer over a handler. Throws an `argument` failure for options that make no sense. */
export function createHandling(tools: HandlingTools, name: string, handler: Handler, options: HandleOptions): Handling {
  checkHandler(name, handler, options)
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
