import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { blocksOfPage } from '../support/docs/blocks.js'
import { fileNameOf, folderOf } from '../support/docs/file-name.js'

const root = new URL('../../', import.meta.url).pathname

const filesOf = (page: string): ReadonlyMap<string, string> =>
  new Map(
    blocksOfPage(page).flatMap(({ code }) => {
      const name = fileNameOf(code)
      return name === undefined ? [] : [[name, code] as const]
    }),
  )

describe.each(['docs/tutorial.md', 'docs/tutorial.zh.md'])('a reader who copies the files of %s', async (page) => {
  // Another name than that of the compiled blocks, which may be looked for at the same time.
  const folder = join(root, `${folderOf(page)}-tests`)
  const files = filesOf(page)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  for (const [name, code] of files) writeFileSync(join(folder, name), code)

  test('finds no name given to two of them', () => {
    const named = blocksOfPage(page).filter(({ code }) => fileNameOf(code) !== undefined)
    expect(named.length).toBe(files.size)
  })

  test('has a bot that can be run', async () => {
    const { default: bot } = await import(join(folder, 'bot.ts'))
    expect(Object.keys(bot)).toEqual(['use', 'handle'])
  })

  test('who makes the mistake that it proposes sees the error that it shows', async () => {
    const slow = join(folder, 'slow')
    mkdirSync(slow)
    writeFileSync(join(slow, 'headcount.ts'), files.get('headcount.ts')?.replace('10_000', '5_000') ?? '')
    const asked = files.get('headcount.test.ts') ?? ''
    // Run as it is imported, in place of being a test of this file, which it would fail.
    const run = asked.replace("import { test } from 'vitest'", 'const test = (_: string, run: () => void) => run()')
    writeFileSync(join(slow, 'red.ts'), run)
    const shown = /^```text\n(headcount\n[\s\S]*?)\n```$/m.exec(readFileSync(join(root, page), 'utf8'))?.[1]
    const error = await import(join(slow, 'red.ts')).catch((thrown: Error) => thrown.message)
    expect(error).toBe(shown)
  })

  // Imported here, the reader's tests become tests of this file.
  for (const name of files.keys()) if (name.endsWith('.test.ts')) await import(join(folder, name))
})
