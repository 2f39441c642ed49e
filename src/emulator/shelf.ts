import type { Attachment } from './attachment.js'

/** What one account can fetch: attachments by MsgId, MediaId, forward token or MD5, until they expire. */
export interface Shelf {
  readonly put: (keys: readonly string[], attachment: Attachment) => void
  readonly find: (key: string) => Attachment | undefined
}

/** The keys say what they are, so that a token cannot be taken for a MsgId. */
export const shelfKeys = {
  message: (msgId: string): string => `message ${msgId}`,
  media: (mediaId: string): string => `media ${mediaId}`,
  token: (content: string): string => `token ${content}`,
  md5: (md5: string): string => `md5 ${md5}`,
} as const

interface Place {
  readonly attachment: Attachment
  readonly until: number
}

/** `life` in milliseconds; the oldest are thrown away when something is put, once they have expired. */
export function createShelf(now: () => number, life: () => number): Shelf {
  const places = new Map<string, Place>()
  return {
    put: (keys, attachment) => {
      for (const [key, { until }] of places) {
        if (until > now()) break
        places.delete(key)
      }
      for (const key of keys) {
        places.delete(key)
        places.set(key, { attachment, until: now() + life() })
      }
    },
    find: (key) => {
      const place = places.get(key)
      return place === undefined || place.until <= now() ? undefined : place.attachment
    },
  }
}
