import { defer, of } from 'rxjs'
import type { Account } from '../account.js'
import { stickerDraft } from '../drafts/sticker-draft.js'
import type { Route } from '../route.js'
import { shelfKeys } from '../shelf.js'
import { takeMessage } from '../take-message.js'
import { type Named, passedOn, uploaded } from '../uploaded.js'
import type { WorldState } from '../world-state.js'

/** An uploaded GIF as a sticker, or one that this world has seen, by its MD5. */
export const webwxsendemoticon: Route = (world, request) =>
  defer(() =>
    of(
      takeMessage(world, request, (account, session, { Type, MediaId, EMoticonMd5, EmojiFlag }) => {
        // openwechat says Type 1 here.
        if (Type !== 47 && Type !== 1) return 1
        const byMd5 = typeof EMoticonMd5 === 'string' && EMoticonMd5 !== ''
        if (!byMd5 && EmojiFlag !== 2) return 1
        const named = byMd5
          ? known(world, account, EMoticonMd5)
          : uploaded(world, session, MediaId, 'sticker', ['doc', 'pic'])
        if (named === undefined) return 1
        const wxid = world.persons.get(account.id)?.wxid ?? ''
        const draft = stickerDraft(world.random, named.attachment, { from: wxid, to: '' })
        return { type: 47, text: '', media: named.media, draft }
      }),
    ),
  )

/** Stickers belong to everybody: one that came to any account is known. */
function known(world: WorldState, account: Account, md5: string): Named | undefined {
  const keys = [shelfKeys.md5(md5.toLowerCase())]
  for (const one of [account, ...world.accounts.values()]) {
    const named = passedOn(one, 'sticker', keys)
    if (named !== undefined) return named
  }
  return undefined
}
