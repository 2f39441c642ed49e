import type { Account, SentMedia } from './account.js'
import { type Attachment, type AttachmentKind, attachment } from './attachment.js'
import type { Media, MediaType } from './depot.js'
import type { Session } from './session.js'
import { shelfKeys } from './shelf.js'
import type { WorldState } from './world-state.js'

/** What a send names: an upload of this login, or something received that is passed on. */
export interface Named {
  readonly attachment: Attachment
  readonly media: SentMedia
}

/** An upload of this login, of one of these types, that has not expired. */
export function uploaded(
  world: WorldState,
  session: Session,
  mediaId: unknown,
  kind: AttachmentKind,
  types: readonly MediaType[],
): Named | undefined {
  const media = typeof mediaId === 'string' ? world.depot.media.get(mediaId) : undefined
  if (media === undefined || media.session !== session.serial || media.until <= world.now()) return undefined
  return types.includes(media.type) ? { attachment: hung(kind, media), media: brief(media) } : undefined
}

const hung = (kind: AttachmentKind, { bytes, size, md5, name }: Media): Attachment =>
  attachment(kind, bytes, { size, md5, name })

const brief = ({ mediaId, name, size, md5, sha256 }: Media): SentMedia => ({ mediaId, name, size, md5, sha256 })

/** Something on the shelf, under the first of these keys that is there. */
export function passedOn(account: Account, kind: AttachmentKind, keys: readonly string[]): Named | undefined {
  for (const key of keys) {
    const found = account.shelf.find(key)
    if (found?.kind !== kind) continue
    const { name, size, md5 } = found
    return { attachment: found, media: { mediaId: '', name, size, md5, sha256: '' } }
  }
  return undefined
}

/** The keys of a received Content: with or without the prefix of its sender, as it came or with its markup bare. */
export function tokenKeys(content: unknown): readonly string[] {
  if (typeof content !== 'string' || content === '') return []
  const bare = content.replace(/^@[0-9a-zA-Z]+:(?:<br\/>|\n)/, '')
  return [...new Set([content, bare])].map(shelfKeys.token)
}
