import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { initFiles } from './init-files.js'
import { exit, print, say } from './output.js'
import { version } from './version.js'
import { visible } from './visible.js'

/** What npm takes as the name of a package. */
const isName = (name: string): boolean => /^[a-z0-9][a-z0-9._-]{0,199}$/.test(name)

/** `rxwx init`: a project with a bot and its tests, in a folder that is new or empty. */
export function init(folder: string): void {
  const path = resolve(folder)
  const name = basename(path)
  const problem = problemWith(path, name) ?? write(path, initFiles(name, version()))
  if (problem !== undefined) {
    say(`rxwx: ${visible(problem)}`)
    return exit(2)
  }
  print(
    `${name} is ready. What to do next:\n\n  cd ${relative('.', path) || '.'}\n  npm install\n  npm test\n  npm start`,
  )
  exit(0)
}

function problemWith(path: string, name: string): string | undefined {
  if (!isName(name))
    return `${JSON.stringify(name)} is no name for a package: use small letters, digits, "-", "_" and "."`
  if (!existsSync(path)) return undefined
  try {
    return readdirSync(path).length === 0 ? undefined : `${path} is not empty`
  } catch {
    return `${path} is not a folder that can be read`
  }
}

/** The folders to be made, from the top down. Made one by one, since `recursive` never comes back from places such as `/proc`. */
const missing = (path: string): readonly string[] => (existsSync(path) ? [] : [...missing(dirname(path)), path])

/** Says what went wrong, if something did. */
function write(path: string, files: Readonly<Record<string, string>>): string | undefined {
  try {
    for (const [file, text] of Object.entries(files)) {
      for (const folder of missing(dirname(join(path, file)))) mkdirSync(folder)
      // Nothing that is there already is ever replaced.
      writeFileSync(join(path, file), text, { flag: 'wx' })
    }
    return undefined
  } catch (error) {
    return `${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`
  }
}
