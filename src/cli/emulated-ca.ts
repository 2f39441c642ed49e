import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** The file with the CA of an emulator, for clients to trust. */
export interface CaFile {
  readonly path: string
  /** Removes what was made for this run; a file that the user named stays. */
  readonly remove: () => void
}

const begin = '-----BEGIN CERTIFICATE-----'

/** Does a file of that name hold something that is not a certificate? Such a file is never overwritten. */
export function holdsSomethingElse(path: string): boolean {
  try {
    return !readFileSync(path, 'utf8').startsWith(begin)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT'
  }
}

/** Writes the CA to `path`, or into a folder of its own that goes with the emulator. */
export function writeCa(pem: string, path?: string): CaFile {
  const folder = path === undefined ? mkdtempSync(join(tmpdir(), 'rxwx-emulator-')) : undefined
  const file = folder === undefined ? resolve(path ?? '') : join(folder, 'ca.pem')
  writeFileSync(file, pem)
  return {
    path: file,
    remove: () => {
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
    },
  }
}
