import { defer, of } from 'rxjs'
import { pageAnswer, withHeader } from '../answer.js'
import { downloader } from '../download.js'
import type { Route } from '../route.js'

/** Leads on to a link of a message. */
export const webwxcheckurl: Route = (world, request) =>
  defer(() => {
    const wanted = request.query.get('requrl') ?? ''
    if (downloader(world, request) === undefined || !/^https?:\/\//i.test(wanted) || !URL.canParse(wanted)) {
      return of(pageAnswer(200, '<body></body>'))
    }
    return of(withHeader(pageAnswer(302, '<body></body>'), 'location', new URL(wanted).href))
  })
