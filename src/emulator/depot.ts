import type { Bytes } from './bytes.js'
import type { Digester } from './digest.js'

export type MediaType = 'pic' | 'video' | 'doc'

/** A file that a web client has uploaded. */
export interface Media {
  readonly mediaId: string
  readonly account: string
  /** The only login in which the MediaId is good. */
  readonly session: number
  readonly name: string
  readonly mime: string
  readonly type: MediaType
  readonly size: number
  readonly md5: string
  readonly sha256: string
  /** Undefined where the world keeps hashes only. */
  readonly bytes: Bytes | undefined
  /** The MediaId is good until then (ms). */
  readonly until: number
}

/** Chunks under one ClientMediaId. */
export interface Uploading {
  readonly size: number
  readonly chunks: number
  readonly digester: Digester
  readonly pieces: Uint8Array[]
  /** How many chunks are there. */
  taken: number
  received: number
  /** The size of the chunk that came last: it may be repeated. */
  last: number
  /** Set with the last chunk. */
  media?: Media
}

/** What webwxcheckupload handed out for one large file. */
export interface Check {
  readonly size: number
  readonly aesKey: string
  readonly signature: string
}

/** All uploads of a world. */
export interface Depot {
  /** By login and ClientMediaId. */
  readonly uploading: Map<string, Uploading>
  readonly media: Map<string, Media>
  /** The latest with this MD5. */
  readonly byMd5: Map<string, Media>
  /** By account and MD5. */
  readonly checks: Map<string, Check>
}

export const createDepot = (): Depot => ({
  uploading: new Map(),
  media: new Map(),
  byMd5: new Map(),
  checks: new Map(),
})

export const checkKeyOf = (account: string, md5: string): string => `${account} ${md5}`
