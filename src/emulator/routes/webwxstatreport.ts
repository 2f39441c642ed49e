import { of } from 'rxjs'
import { jsonAnswer } from '../answer.js'
import { baseResponse } from '../refusal.js'
import type { Route } from '../route.js'

/** Telemetry, which comes without an Skey. Taken and forgotten. */
export const webwxstatreport: Route = () => of(jsonAnswer({ BaseResponse: baseResponse(0) }))
