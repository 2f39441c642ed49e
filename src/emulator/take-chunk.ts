import { type Check, checkKeyOf, type Media, type MediaType, type Uploading } from './depot.js'
import { createDigester, type Digest } from './digest.js'
import { joinedBytes } from './joined-bytes.js'
import type { Session } from './session.js'
import type { WorldState } from './world-state.js'

/** One request of an upload: the fields of its form. */
export interface Chunk {
  readonly bytes: Uint8Array
  /** '' where the file is one request. */
  readonly chunks: string
  readonly chunk: string
  readonly type: string
  readonly mime: string
  readonly name: string
}

/**
 * Joins chunks under one ClientMediaId, strictly in sequence. The latest may come again, as when its answer was lost; the
 * first begins anew. A number is the Ret of a refusal.
 */
export function takeChunk(
  world: WorldState,
  session: Session,
  asked: Readonly<Record<string, unknown>>,
  chunk: Chunk,
): Uploading | number {
  const [chunks, index] = [chunk.chunks === '' ? 1 : Number(chunk.chunks), chunk.chunk === '' ? 0 : Number(chunk.chunk)]
  const size = Number(asked.TotalLen)
  if (!isMediaType(chunk.type) || asked.ClientMediaId === undefined) return 1
  if (!Number.isSafeInteger(size) || size <= 0 || Number(asked.DataLen ?? size) !== size) return 1
  if (!Number.isInteger(chunks) || !Number.isInteger(index) || index < 0 || index >= chunks) return 1
  if (chunk.bytes.length === 0) return 1
  const { uploading } = world.depot
  const key = `${session.sid} ${String(asked.ClientMediaId)}`
  const known = uploading.get(key)
  if (known !== undefined && index > 0 && index === known.taken - 1 && chunk.bytes.length === known.last) return known
  const one = index === 0 ? begin(size, chunks) : known
  if (one === undefined || one.size !== size || one.chunks !== chunks || one.taken !== index) return 1
  uploading.set(key, one)
  add(world, one, chunk.bytes)
  if (one.received > size) return forget(world, key, 1)
  if (index < chunks - 1) return one
  if (one.received !== size) return forget(world, key, 1)
  const digest = one.digester.finish()
  const refused = verify(world, session, asked, size, digest)
  if (refused !== 0) return forget(world, key, refused)
  one.media = store(world, session, one, chunk, digest)
  return one
}

const isMediaType = (type: string): type is MediaType => ['pic', 'video', 'doc'].includes(type)

const begin = (size: number, chunks: number): Uploading => ({
  size,
  chunks,
  digester: createDigester(),
  pieces: [],
  taken: 0,
  received: 0,
  last: 0,
})

function add(world: WorldState, uploading: Uploading, bytes: Uint8Array): void {
  uploading.digester.take(bytes)
  if (world.settings.keepUploads) uploading.pieces.push(bytes)
  uploading.taken += 1
  uploading.received += bytes.length
  uploading.last = bytes.length
}

function forget(world: WorldState, key: string, ret: number): number {
  world.depot.uploading.delete(key)
  return ret
}

/** Large files need what webwxcheckupload handed out for them, and are what their MD5 says. */
function verify(
  world: WorldState,
  session: Session,
  asked: Readonly<Record<string, unknown>>,
  size: number,
  { md5 }: Digest,
): number {
  const { checkedAbove, verifyMd5 } = world.settings
  const given = String(asked.FileMd5 ?? '').toLowerCase()
  if (size <= checkedAbove) return verifyMd5 && given !== '' && given !== md5 ? 1 : 0
  const check: Check | undefined = world.depot.checks.get(checkKeyOf(session.account, given))
  const fits = check !== undefined && check.signature === asked.Signature && check.aesKey === asked.AESKey
  return fits && check.size === size && given === md5 ? 0 : 1
}

function store(world: WorldState, session: Session, uploading: Uploading, chunk: Chunk, digest: Digest): Media {
  const media: Media = {
    ...digest,
    mediaId: newMediaId(world),
    account: session.account,
    session: session.serial,
    name: chunk.name,
    mime: chunk.mime,
    type: chunk.type as MediaType,
    size: uploading.size,
    bytes: world.settings.keepUploads ? joinedBytes(uploading.pieces) : undefined,
    until: world.now() + world.settings.mediaLife,
  }
  for (const [id, { until }] of world.depot.media) {
    if (until > world.now()) break
    world.depot.media.delete(id)
  }
  world.depot.media.set(media.mediaId, media)
  world.depot.byMd5.set(media.md5, media)
  return media
}

export const newMediaId = ({ random }: WorldState): string => `@crypt_${random.hex(8)}_${random.hex(320)}`
