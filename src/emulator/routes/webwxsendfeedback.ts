import { defer, of } from 'rxjs'
import { jsonAnswer } from '../answer.js'
import { authoriseBody } from '../authorise.js'
import { baseResponse } from '../refusal.js'
import type { Route } from '../route.js'

/** Taken, and read by nobody. */
export const webwxsendfeedback: Route = (world, request) =>
  defer(() => {
    const authorised = authoriseBody(world, request)
    return of(jsonAnswer({ BaseResponse: baseResponse(authorised.type === 'refused' ? authorised.ret : 0) }))
  })
