import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { brokenTrees } from '../support/architecture/broken-trees.js'
import { judge } from '../support/architecture/cruise-rules.js'
import { layers } from '../support/architecture/layers.js'

const root = new URL('../..', import.meta.url).pathname

const sources = ['src', 'examples'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => `${folder}/${path}`),
)

test('every import follows the table, and no file is left out', async () => {
  const { files, violations } = await judge(['src', 'examples'], layers, root)
  expect(sources.filter((path) => !files.includes(path))).toEqual([])
  expect(violations).toEqual([])
}, 120_000)

/** A tree with one bad import in it, and what is needed to resolve it. */
async function broken(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const base = mkdtempSync(join(tmpdir(), 'rxwx-layers-'))
  try {
    symlinkSync(join(root, 'node_modules'), join(base, 'node_modules'))
    writeFileSync(
      join(base, 'tsconfig.json'),
      '{ "compilerOptions": { "module": "NodeNext", "moduleResolution": "NodeNext" } }',
    )
    writeFileSync(join(base, 'package.json'), '{ "type": "module" }')
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(base, path)), { recursive: true })
      writeFileSync(join(base, path), text)
    }
    const folders = ['src', 'examples'].filter((folder) => existsSync(join(base, folder)))
    return (await judge(folders, layers, base)).violations.map((line) => line.slice(0, line.indexOf(':')))
  } finally {
    rmSync(base, { recursive: true, force: true })
  }
}

test.each(layers.map(({ name = '' }) => name))(
  '%s is noticed when it is broken',
  async (rule) => {
    expect(await broken(brokenTrees[rule] ?? {})).toContain(rule)
  },
  60_000,
)
