/** A part of a file: from `start` up to and not including `end`. */
export interface Chunk {
  readonly index: number
  readonly start: number
  readonly end: number
}

/** Larger bodies are cut off by the servers in front (bytes). */
export const chunkSize = 524_288

export const chunkCount = (size: number): number => Math.ceil(size / chunkSize)

/** Chunk number `index` of a file of this size. */
export const chunkAt = (size: number, index: number): Chunk => ({
  index,
  start: index * chunkSize,
  end: Math.min(size, (index + 1) * chunkSize),
})
