import { defer, of } from 'rxjs'
import { videoDraft } from '../drafts/video-draft.js'
import type { Route } from '../route.js'
import { takeMessage } from '../take-message.js'
import { passedOn, tokenKeys, uploaded } from '../uploaded.js'

/** A video that was uploaded as one, or a received one passed on by its Content. */
export const webwxsendvideomsg: Route = (world, request) =>
  defer(() =>
    of(
      takeMessage(world, request, (account, session, { Type, MediaId, Content }) => {
        if (Type !== 43 && Type !== 62) return 1
        const named =
          MediaId === undefined || MediaId === ''
            ? passedOn(account, 'video', tokenKeys(Content))
            : uploaded(world, session, MediaId, 'video', ['video'])
        if (named === undefined) return 1
        const wxid = world.persons.get(account.id)?.wxid ?? ''
        const look = { seconds: 0, micro: Type === 62, wxid, form: 'token' } as const
        return { type: Type, text: '', media: named.media, draft: videoDraft(world.random, named.attachment, look) }
      }),
    ),
  )
