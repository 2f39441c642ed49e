import type { Bytes } from './bytes.js'
import { pictureBytes } from './picture.js'
import { type PictureSize, pictureSize, thumbSize } from './picture-size.js'

export type AttachmentKind = 'image' | 'voice' | 'video' | 'sticker' | 'file'

/** What hangs on a message and is fetched apart from it. */
export interface Attachment {
  readonly kind: AttachmentKind
  /** Undefined where only the hash was kept. */
  readonly bytes: Bytes | undefined
  readonly size: number
  /** Lower-case hex; '' where nobody computed it. */
  readonly md5: string
  readonly name: string
  readonly thumb: Bytes
  /** Of the thumbnail, in pixels. */
  readonly shape: PictureSize
  /** A sticker of the store: shown by phones only. */
  readonly inStore: boolean
}

/** Whatever is not said has a default: a grey thumbnail, no name. */
export function attachment(
  kind: AttachmentKind,
  bytes: Bytes | undefined,
  more: Partial<Omit<Attachment, 'kind' | 'bytes'>> = {},
): Attachment {
  const natural = bytes === undefined ? undefined : pictureSize(bytes.subarray(0, headLength))
  return {
    kind,
    bytes,
    size: bytes?.length ?? 0,
    md5: '',
    name: '',
    thumb: pictureBytes(),
    shape: thumbSize(natural ?? { width: 100, height: 100 }),
    inStore: false,
    ...more,
  }
}

const headLength = 64 * 1024
