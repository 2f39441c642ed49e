import { defer, of } from 'rxjs'
import { imageDraft } from '../drafts/image-draft.js'
import type { Route } from '../route.js'
import { takeMessage } from '../take-message.js'
import { passedOn, tokenKeys, uploaded } from '../uploaded.js'

/** A picture: one that was uploaded, or a received one passed on by its Content. */
export const webwxsendmsgimg: Route = (world, request) =>
  defer(() =>
    of(
      takeMessage(world, request, (account, session, { Type, MediaId, Content }) => {
        if (Type !== 3) return 1
        const named =
          MediaId === undefined || MediaId === ''
            ? passedOn(account, 'image', tokenKeys(Content))
            : uploaded(world, session, MediaId, 'image', ['pic'])
        if (named === undefined) return 1
        return { type: 3, text: '', media: named.media, draft: imageDraft(world.random, named.attachment, 'token') }
      }),
    ),
  )
