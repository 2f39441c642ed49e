import { defer, of } from 'rxjs'
import { type Answer, nothing, pictureAnswer, withHeader } from '../answer.js'
import type { Attachment } from '../attachment.js'
import type { Bytes } from '../bytes.js'
import { attachmentOf } from '../download.js'
import type { Request } from '../request.js'
import type { Route } from '../route.js'

/** Pictures and stickers whole, or the thumbnail of anything. All of it is called a JPEG. */
export const webwxgetmsgimg: Route = (world, request) => defer(() => of(picture(request, attachmentOf(world, request))))

function picture({ query }: Request, found: Attachment | undefined): Answer {
  const bytes = query.get('type') === 'slave' ? found?.thumb : whole(found)
  if (bytes === undefined || found?.inStore === true) return nothing('image/jpeg')
  return withHeader(pictureAnswer(bytes), 'cache-control', 'max-age=604800')
}

const whole = (found: Attachment | undefined): Bytes | undefined =>
  found?.kind === 'image' || found?.kind === 'sticker' ? found.bytes : undefined
