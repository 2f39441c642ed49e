import { defer, ignoreElements, type Observable, tap } from 'rxjs'
import { actor } from '../../kernel/actor.js'
import { traced } from '../log/traced.js'
import { operations } from '../operations/operations.js'
import type { OperationsEvent } from '../operations/operations-state.js'
import { partyOf } from '../parties.js'
import { type Core, lose } from './core.js'
import { located } from './located.js'

/** What this bot does to contacts, friendships and rooms, for as long as it lives: a new session finds it with all that waits. */
export const operating = (core: Core): Observable<never> =>
  defer(() => {
    const { env, call, options, supervise, operations$, present, identities } = core
    const tools = {
      env,
      call,
      pace: options.pace === 'off' ? ('off' as const) : ('on' as const),
      located: located(core),
      partyOf: (userName: string) => partyOf(identities, present.book, userName),
      book: () => present.book,
      inviteFrom: () => present.inviteFrom,
    }
    return operations$.pipe(actor(traced(env.log, 'operations', operations(tools)), supervise('operations')))
  }).pipe(
    tap((event) => tell(core, event)),
    ignoreElements(),
  )

function tell(core: Core, event: OperationsEvent): void {
  const { ports } = core
  switch (event.type) {
    case 'answer':
      return ports.answer(event.task, event.result)
    case 'capabilities':
      return ports.capabilities(event.capabilities)
    case 'lost':
      return lose(core, event.failure)
    case 'rateLimited':
    case 'trouble':
      return ports.event(event)
  }
}
