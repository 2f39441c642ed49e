import { api, headers } from './base-request.js'
import type { WireRequest } from './endpoint.js'
import type { Session } from './session.js'

/** What the bytes have to be: a page of an error is none of these. */
export type MediaFamily = 'image' | 'audio' | 'video' | 'any'

/** Something whose answer is bytes, and not read as text. */
export interface DownloadEndpoint<I> {
  /** As the wire spells it. */
  readonly name: string
  readonly family: MediaFamily
  /** The server answers with a part where one is asked for, and with nothing where none is. */
  readonly hasRanges: boolean
  readonly request: (input: I) => WireRequest
}

/** Milliseconds without a byte after which a download is given up. */
const idlePatience = 30_000

/** A download that drips is never silent for long: after a while it has to bring this many bytes a second on average. */
const slowest = 1_024

/** How long a download may take that has brought so many bytes; `grace` comes on top of that. In milliseconds. */
export const downloadPatience = (bytes: number, grace = 60_000): number => grace + (bytes / slowest) * 1_000

/** A GET for bytes on the web host, or on the file host. */
export const download = (
  session: Session,
  name: string,
  query: Readonly<Record<string, string | number>>,
  host: string = session.hosts.web,
): WireRequest => ({
  method: 'GET',
  url: api(host, name),
  query,
  headers: { ...headers(session), accept: '*/*', 'accept-encoding': 'identity' },
  patience: idlePatience,
})
