import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { gallery } from './gallery.js'

const here = (path: string): URL => new URL(path, import.meta.url)

gallery().subscribe((files) => {
  rmSync(here('svg'), { recursive: true, force: true })
  for (const [path, text] of files) {
    mkdirSync(dirname(here(path).pathname), { recursive: true })
    writeFileSync(here(path), text)
  }
  console.log(`${files.size} files`)
})
