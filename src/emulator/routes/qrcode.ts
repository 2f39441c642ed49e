import { of } from 'rxjs'
import { pageAnswer, pictureAnswer } from '../answer.js'
import { pictureBytes } from '../picture.js'
import type { Route } from '../route.js'

/** The picture of the QR code. It holds no code: whoever wants one draws the text of `/l/<uuid>`. */
export const qrcode: Route = (world, { leaf }) =>
  of(world.attempts.has(leaf) ? pictureAnswer(pictureBytes()) : pageAnswer(404, '<body></body>'))
