import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { firstValueFrom } from 'rxjs'
import { beforeAll, describe, expect, test } from 'vitest'
import { gallery } from '../marbles/gallery.js'
import { marbles } from '../marbles/index.js'
import { checkMarble } from '../src/testing/index.js'

const folder = new URL('../marbles/', import.meta.url)

test.each(Object.entries(marbles))('%s is true', (_, marble) => {
  checkMarble(marble)
})

describe('the pictures', () => {
  let drawn: ReadonlyMap<string, string> = new Map()
  beforeAll(async () => {
    drawn = await firstValueFrom(gallery())
  })

  test.each([...Object.keys(marbles).map((path) => `svg/${path}.svg`), 'README.md'])(
    '%s is what would be drawn now (else: npm run marbles)',
    (path) => {
      const file = new URL(path, folder)
      expect(existsSync(file), `${path} is missing`).toBe(true)
      expect(readFileSync(file, 'utf8') === drawn.get(path), `${path} is stale: npm run marbles`).toBe(true)
    },
  )

  test('there is no picture without a marble, and no marble that is not listed', () => {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => path.replaceAll('\\', '/'))
    const pictures = files.filter((path) => path.endsWith('.svg'))
    expect(pictures.filter((path) => !drawn.has(path))).toEqual([])
    const sources = files.filter((path) => /^[a-z]+\/[a-z-]+\.ts$/.test(path) && !path.includes('/stage-'))
    expect(sources.filter((path) => !(path.replace(/\.ts$/, '') in marbles))).toEqual([])
  })
})
