import { filetypeinfo } from 'magic-bytes.js'

/** How much of a file is looked at (bytes). */
export const headSize = 4_096

export interface Sniffed {
  readonly mime: string
  /** Without the dot. */
  readonly extension: string
}

/** The type of bytes by how they begin; where several begin so, the one that the name says. Undefined where they say nothing. */
export function sniffBytes(head: Uint8Array, name: string): Sniffed | undefined {
  const guesses = filetypeinfo(head).flatMap(({ mime, extension }) =>
    mime === undefined || extension === undefined
      ? []
      : [{ mime, extension: extension === 'jpeg' ? 'jpg' : extension }],
  )
  const lower = name.toLowerCase()
  return guesses.find(({ extension }) => lower.endsWith(`.${extension}`)) ?? guesses[0]
}
