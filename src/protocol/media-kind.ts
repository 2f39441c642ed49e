/** As which the upload is to be treated: pictures get a thumbnail, films a player, and the rest is kept as it is. */
export type MediaType = 'pic' | 'video' | 'doc'

/** As what an uploaded file is sent. */
export type MediaKind = 'image' | 'gif' | 'video' | 'file'

const pictures: ReadonlySet<string> = new Set(['image/jpeg', 'image/png', 'image/bmp', 'image/apng'])

/** What a file of this type can be sent as. A GIF that is sent as a picture would stand still, so it goes as an emoticon. */
export function mediaKindOf(mime: string): MediaKind {
  if (mime === 'image/gif') return 'gif'
  if (mime === 'video/mp4') return 'video'
  return pictures.has(mime) ? 'image' : 'file'
}

/** The wire's `mediatype`. */
export const mediaTypeOf = (kind: MediaKind): MediaType =>
  kind === 'image' ? 'pic' : kind === 'video' ? 'video' : 'doc'

/** The largest files that are sent, in bytes. */
export type MediaLimits = Readonly<Record<MediaKind, number>>

const megabyte = 1024 * 1024

/** The browser client refuses films of 20 MB and more; the service has taken files of up to 100 MB. */
export const defaultMediaLimits: MediaLimits = {
  image: 20 * megabyte,
  gif: 20 * megabyte,
  video: 20 * megabyte - 1,
  file: 100 * megabyte,
}

/** Above this the server wants to be asked first, and may have the file already (bytes). */
export const checkAbove = 25 * megabyte
