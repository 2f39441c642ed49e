import { defer, of } from 'rxjs'
import { nothing } from '../answer.js'
import { attachmentOf, rangeAnswer } from '../download.js'
import type { Route } from '../route.js'

/** A voice message, which the real server turns into MP3. */
export const webwxgetvoice: Route = (world, request) =>
  defer(() => {
    const found = attachmentOf(world, request)
    const bytes = found?.kind === 'voice' ? found.bytes : undefined
    return of(bytes === undefined ? nothing('audio/mp3') : rangeAnswer(request, 'audio/mp3', bytes))
  })
