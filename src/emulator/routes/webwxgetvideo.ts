import { defer, of } from 'rxjs'
import { nothing } from '../answer.js'
import { attachmentOf, rangeAnswer } from '../download.js'
import type { Route } from '../route.js'

/** A video, to whoever asks for a range of it; without one the body is empty. */
export const webwxgetvideo: Route = (world, request) =>
  defer(() => {
    const found = attachmentOf(world, request)
    const bytes = found?.kind === 'video' && request.headers.range !== undefined ? found.bytes : undefined
    return of(bytes === undefined ? nothing('video/mp4') : rangeAnswer(request, 'video/mp4', bytes))
  })
