import { defer, of } from 'rxjs'
import type { Account } from '../account.js'
import { checkKeyOf } from '../depot.js'
import { fileDraft } from '../drafts/file-draft.js'
import { type Element, elementAt, readXml, unescapeXml } from '../read-xml.js'
import type { Route } from '../route.js'
import type { Session } from '../session.js'
import { shelfKeys } from '../shelf.js'
import { takeMessage } from '../take-message.js'
import { type Named, passedOn, uploaded } from '../uploaded.js'
import type { WorldState } from '../world-state.js'

/** Attachments: uploaded ones, and received ones passed on by the XML they came with. */
export const webwxsendappmsg: Route = (world, request) =>
  defer(() =>
    of(
      takeMessage(world, request, (account, session, { Type, Content, Signature }) => {
        if (Type !== 6 || typeof Content !== 'string') return 1
        const app = appIn(Content)
        if (app === undefined || textAt(app, 'type') !== '6') return 1
        const named = attached(world, account, session, app)
        if (named === undefined || Number(textAt(app, 'appattach', 'totallen')) !== named.media.size) return 1
        if (!isSigned(world, account, named, Signature)) return 1
        const name = textAt(app, 'title')
        if (name === '') return 1
        const wxid = world.persons.get(account.id)?.wxid ?? ''
        const draft = fileDraft(world.random, { ...named.attachment, name }, wxid)
        return { type: 6, text: '', media: { ...named.media, name }, draft }
      }),
    ),
  )

/** The appmsg element: bare, inside msg, or as a received Content with its markup escaped. */
function appIn(content: string): Element | undefined {
  const text = content.trimStart().startsWith('<')
    ? content
    : unescapeXml(content.replace(/^@[0-9a-zA-Z]+:<br\/>/, '').replaceAll('<br/>', '\n'))
  // Files come with an escaped line break at the end.
  const root = readXml(text.trim().replace(/<br\/>$/, ''))
  return root?.name === 'appmsg' ? root : elementAt(root, 'appmsg')
}

const textAt = (from: Element, ...path: readonly string[]): string => elementAt(from, ...path)?.text ?? ''

function attached(world: WorldState, account: Account, session: Session, app: Element): Named | undefined {
  const id = textAt(app, 'appattach', 'attachid')
  return (
    uploaded(world, session, id, 'file', ['pic', 'video', 'doc']) ?? passedOn(account, 'file', [shelfKeys.media(id)])
  )
}

/** Large uploads carry the signature of webwxcheckupload once more. */
function isSigned(world: WorldState, account: Account, { media }: Named, signature: unknown): boolean {
  if (media.size <= world.settings.checkedAbove || media.mediaId === '') return true
  return world.depot.checks.get(checkKeyOf(account.id, media.md5))?.signature === signature
}
