import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Makes a directory and what is missing above it, all with this mode; one that is there stays as it is. Throws as `mkdir` does.
 *
 * Node's own `recursive` never comes back where the system says of a directory that is there that it is not, as `/proc` does.
 */
export function makeDirectory(path: string, mode = 0o777): void {
  if (existsSync(path)) return
  const above = dirname(path)
  if (above !== path) makeDirectory(above, mode)
  try {
    mkdirSync(path, { mode })
  } catch (error) {
    // Another process was faster.
    if (!existsSync(path)) throw error
  }
}
