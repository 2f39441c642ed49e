import { defer, of } from 'rxjs'
import { nothing, pictureAnswer } from '../answer.js'
import { authoriseCookies } from '../authorise.js'
import { labelledPicture } from '../picture.js'
import type { Route } from '../route.js'

/** The map of a location message. Its address comes without an Skey. */
export const webwxgetpubliclinkimg: Route = (world, request) =>
  defer(() => {
    const msgId = request.query.get('msgid') ?? ''
    const allowed = authoriseCookies(world, request, 'web').type === 'session' && msgId !== ''
    return of(allowed ? pictureAnswer(labelledPicture(`map ${msgId}`)) : nothing('image/jpeg'))
  })
