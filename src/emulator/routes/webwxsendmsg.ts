import { defer, of } from 'rxjs'
import type { Route } from '../route.js'
import { type Make, takeMessage } from '../take-message.js'

/** Text, and locations passed on. */
export const webwxsendmsg: Route = (world, request) => defer(() => of(takeMessage(world, request, make)))

const make: Make = (_account, _session, { Type, Content }) =>
  (Type === 1 || Type === 48) && typeof Content === 'string' ? { type: Type, text: Content } : 1
