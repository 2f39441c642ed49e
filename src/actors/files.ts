import type { Observable } from 'rxjs'
import type { HttpRequest } from './env.js'

/** What somebody wants sent: a path, bytes, or a stream of bytes, also one that can be read once only. */
export type MediaSource = string | Uint8Array | Blob | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array | string>

/** A source that was measured and hashed, and can be read at any place until it is released. Data that JSON can hold. */
export interface MediaFile {
  /** Where the bytes are on the disk. */
  readonly path: string
  /** As the receiver is to see it. */
  readonly name: string
  /** In bytes, 1 at least. */
  readonly size: number
  /** Lower-case hex. */
  readonly md5: string
  /** By its content; `application/octet-stream` where that says nothing. */
  readonly mime: string
  /** A private copy: it is deleted once nobody needs it. */
  readonly isSpooled: boolean
  /** When it was last written to (ms): a file that was changed since is not sent. */
  readonly modified: number
}

/** How much of a download has arrived. */
export type Receiving =
  /** The answer has begun. `at`: where in the file its body goes; 0 where the server began anew. `total`: of the whole file, where it says so. */
  | {
      readonly type: 'head'
      readonly status: number
      readonly contentType: string
      readonly setCookies: readonly string[]
      /** The `Date` header, where there is one. */
      readonly date?: string
      readonly at: number
      readonly total?: number
    }
  /** So many bytes of the file are there. */
  | { readonly type: 'received'; readonly size: number }

/**
 * The files of the outside world. Bytes stay in there: what passes through the engine are paths, sizes and hashes. Every verb fails with a `media`
 * failure, and `download` with those of Http, too.
 */
export interface Files {
  /** Measures and hashes a source; one that cannot be read twice is copied to a private file first. Refuses emptiness, and more than `limit` bytes. */
  readonly prepare: (
    source: MediaSource,
    options: { readonly name?: string; readonly limit: number },
  ) => Observable<MediaFile>
  /** The bytes from `start` up to `end`, at once; they are few. */
  readonly read: (
    file: Pick<MediaFile, 'path' | 'size' | 'modified'>,
    start: number,
    end: number,
  ) => Observable<Uint8Array>
  /** Deletes a private file; one that is gone already is no failure. */
  readonly release: (path: string) => Observable<void>
  /** Deletes the private copies of an earlier process except these. */
  readonly sweep: (keep: readonly string[]) => Observable<void>
  /** A new, empty, private file: in `directory`, where it is to stay there, which is made if need be. */
  readonly part: (directory?: string) => Observable<string>
  /** Performs the request and writes the body of a good answer behind the first `at` bytes of the file, with back pressure. Completes when all of it is there. */
  readonly download: (request: HttpRequest, path: string, at: number) => Observable<Receiving>
  /** The type and the usual extension, by content; undefined where it says nothing. */
  readonly sniff: (path: string) => Observable<{ readonly mime: string; readonly extension: string } | undefined>
  /** Gives a part its name, made safe and unique, in the directory it is in; at once, or not at all. Answers with the path. */
  readonly save: (part: string, name: string) => Observable<string>
  /** The bytes of a part as a stream, which deletes the part when it ends or is cancelled. */
  readonly open: (part: string) => Observable<ReadableStream<Uint8Array>>
}
