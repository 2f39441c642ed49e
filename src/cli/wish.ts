import { randomUUID } from 'node:crypto'
import type { Command, Target } from 'rxwx'

/** What somebody outside this process wants sent: a text, or a file by its path. */
export interface Wish {
  readonly text?: string
  readonly media?: { readonly kind: Kind; readonly path: string; readonly name?: string }
  readonly key?: string
  readonly tooOften?: 'refuse'
  /** Tells how the upload goes on, too. */
  readonly progress?: true
}

export const kinds = ['file', 'image', 'video', 'gif', 'media'] as const
type Kind = (typeof kinds)[number]

type Fields = Readonly<Record<string, unknown>>

/** Reads a wish; a text says why it is none. */
export function readWish(fields: Fields, key: string | undefined): Wish | string {
  const { text, name, tooOften, progress } = fields
  const media = kinds.flatMap((kind) => {
    const path = fields[kind]
    return typeof path === 'string' && path !== ''
      ? [{ kind, path, ...(typeof name === 'string' ? { name } : {}) }]
      : []
  })
  const [first] = media
  if ((first === undefined) === (typeof text !== 'string') || media.length > 1)
    return `needs "text", or one of ${kinds.map((kind) => `"${kind}"`).join(', ')} with a path`
  return {
    ...(typeof text === 'string' ? { text } : {}),
    ...(first === undefined ? {} : { media: first }),
    ...(key === undefined ? {} : { key }),
    ...(tooOften === 'refuse' ? { tooOften } : {}),
    ...(progress === true ? { progress } : {}),
  }
}

/** The Command for a wish. Whose progress is told has a key to tell it by. */
export function commandOf(to: Target, { text = '', media, key, tooOften, progress }: Wish): Command {
  const known = key ?? (progress === true ? randomUUID() : undefined)
  const timing = { ...(known === undefined ? {} : { key: known }), ...(tooOften === undefined ? {} : { tooOften }) }
  if (media === undefined) return { type: 'send', to, text, ...timing }
  const { kind, path: source, name } = media
  return {
    type: 'media',
    to,
    kind: kind === 'media' ? 'auto' : kind,
    source,
    ...(name === undefined ? {} : { name }),
    ...timing,
  }
}
