import { defer, of } from 'rxjs'
import { bytesAnswer, nothing } from '../answer.js'
import type { Route } from '../route.js'
import { shelfKeys } from '../shelf.js'

/** Stickers of the content network, for whoever knows the MD5. */
export const stodownload: Route = (world, { query }) =>
  defer(() => {
    const key = shelfKeys.md5((query.get('m') ?? '').toLowerCase())
    const found = [...world.accounts.values()].map(({ shelf }) => shelf.find(key)).find((one) => one !== undefined)
    return of(found?.bytes === undefined ? nothing('image/gif') : bytesAnswer(200, 'image/gif', found.bytes))
  })
