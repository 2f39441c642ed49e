import { of } from 'rxjs'
import { pageAnswer } from '../answer.js'
import type { Route } from '../route.js'

/** What the QR code points to. Outside the phone's app it says only that. */
export const l: Route = (world, { leaf }) =>
  of(
    world.attempts.has(leaf)
      ? pageAnswer(200, '<head><title>WeChat</title></head><body>Open this page with the app on your phone.</body>')
      : pageAnswer(404, '<body></body>'),
  )
