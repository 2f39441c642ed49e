import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What an example remembers besides the bot's store, by name. */
export interface Kept {
  /** What was written under this name; undefined where nothing was, or where it can no longer be read. */
  readonly read: (name: string) => unknown
  /** Replaces it: a process that is killed leaves what was, or what is to be. */
  readonly write: (name: string, value: unknown) => void
}

/** So many names are remembered without a folder; the one written longest ago makes room. */
const namesLimit = 1_000

/** A file of JSON for each name in a folder that only this user can read; without a folder, memory. */
export const kept = (folder?: string): Kept => (folder === undefined ? keptInMemory() : keptIn(folder))

/** What one example remembers: beside the store of `RXWX_STORE`, if there is one. */
export function keptFor(example: string): Kept {
  const store = process.env.RXWX_STORE
  return kept(store === undefined ? undefined : `${store}-${example}`)
}

function keptInMemory(): Kept {
  const values = new Map<string, string>()
  return {
    read: (name) => {
      const value = values.get(name)
      return value === undefined ? undefined : JSON.parse(value)
    },
    write: (name, value) => {
      values.delete(name)
      values.set(name, JSON.stringify(value))
      for (const oldest of [...values.keys()].slice(0, Math.max(0, values.size - namesLimit))) values.delete(oldest)
    },
  }
}

function keptIn(folder: string): Kept {
  // Names come from outside; their digests are no paths.
  const pathOf = (name: string): string => join(folder, `${createHash('sha256').update(name).digest('hex')}.json`)
  return {
    read: (name) => {
      try {
        return JSON.parse(readFileSync(pathOf(name), 'utf8'))
      } catch {
        return undefined
      }
    },
    write: (name, value) => {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      const path = pathOf(name)
      writeFileSync(`${path}.next`, JSON.stringify(value), { mode: 0o600 })
      renameSync(`${path}.next`, path)
    },
  }
}
