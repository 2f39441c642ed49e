import type { Observable } from 'rxjs'
import type { Answer } from './answer.js'
import type { Request } from './request.js'
import type { WorldState } from './world-state.js'

/** One endpoint. Its work is done when it is subscribed to; unsubscribing is the client hanging up. */
export type Route = (world: WorldState, request: Request) => Observable<Answer>
