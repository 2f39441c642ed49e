import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LevelStoreOptions } from '../../../src/edge/level-store.js'
import type { Saved } from '../../../src/index.js'
import { freshPath } from './disk.js'

interface Written {
  readonly key?: string
  readonly passphrase?: string
  /** By name: text, or bytes. */
  readonly files: Readonly<Record<string, string | { readonly base64: string }>>
  /** What version 0.1.0 found in each account. */
  readonly accounts: Readonly<Record<string, Saved>>
}

/** Directories that version 0.1.0 wrote (store format 2); those named `killed` were left in the middle of a run. */
export const writtenNames = [
  'closed',
  'killed',
  'encrypted',
  'encrypted-killed',
  'encrypted-later',
  'encryption-cut-short',
] as const

export interface Found {
  readonly path: string
  readonly options: LevelStoreOptions
  readonly accounts: Written['accounts']
}

/** A fresh copy of a directory that version 0.1.0 wrote, and what opens it. */
export function writtenBefore(name: (typeof writtenNames)[number]): Found {
  const place = new URL(`written-by-0.1/${name}.json`, import.meta.url)
  const { key, passphrase, files, accounts }: Written = JSON.parse(readFileSync(place, 'utf8'))
  const path = freshPath()
  mkdirSync(path, { mode: 0o700 })
  for (const [file, content] of Object.entries(files))
    writeFileSync(join(path, file), typeof content === 'string' ? content : Buffer.from(content.base64, 'base64'))
  if (key !== undefined) return { path, options: { secret: { key: Buffer.from(key, 'hex') } }, accounts }
  return { path, options: passphrase === undefined ? {} : { secret: { passphrase } }, accounts }
}
