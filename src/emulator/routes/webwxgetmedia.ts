import { defer, of } from 'rxjs'
import { bytesAnswer, nothing, withHeader } from '../answer.js'
import { downloader } from '../download.js'
import { encryFileName } from '../encry-file-name.js'
import type { Route } from '../route.js'
import { shelfKeys } from '../shelf.js'

const type = 'application/octet-stream'

/** A file, from the file host, by its MediaId and the ticket of the login. */
export const webwxgetmedia: Route = (world, request) =>
  defer(() => {
    const { query } = request
    const who = downloader(world, request, 'file')
    if (who === undefined || query.get('webwx_data_ticket') !== who.session.dataTicket) return of(nothing(type))
    const found = who.account.shelf.find(shelfKeys.media((query.get('mediaid') ?? '').replaceAll(' ', '+')))
    if (found?.bytes === undefined) return of(nothing(type))
    const name = encryFileName(found.name).replaceAll('%2E', '.')
    const disposition = `attachment; filename="${name}"`
    return of(withHeader(bytesAnswer(200, type, found.bytes), 'content-disposition', disposition))
  })
