import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = new URL('../../', import.meta.url).pathname
const manifest: {
  readonly exports: Readonly<Record<string, unknown>>
  readonly scripts: Readonly<Record<string, string>>
} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

test('every entry mirrors a folder of the sources, with its types', () => {
  for (const [entry, target] of Object.entries(manifest.exports)) {
    if (entry === './package.json') continue
    const folder = entry === '.' ? '' : `${entry.slice(2)}/`
    expect(target).toEqual({ types: `./dist/${folder}index.d.ts`, default: `./dist/${folder}index.js` })
    expect(existsSync(join(root, `src/${folder}index.ts`))).toBe(true)
  }
  expect(Object.keys(manifest.exports)).toEqual([
    '.',
    './operators',
    './testing',
    './testing/vitest',
    './emulator',
    './package.json',
  ])
})

test('nothing needs an install script', () => {
  expect(Object.keys(manifest.scripts).filter((name) => /^(pre|post)?install$/.test(name))).toEqual([])
})

test('importing the package does nothing: it prints nothing, ends by itself and loads no network, no disk and no log', () => {
  const program = `
    const before = new Set(process.getActiveResourcesInfo())
    await import(${JSON.stringify(join(root, 'src/index.ts'))})
    const left = process.getActiveResourcesInfo().filter((one) => !before.has(one))
    const { Session } = await import('node:inspector')
    const session = new Session()
    session.connect()
    // Of every module that was loaded, CommonJS or not, the debugger is told when it is switched on.
    const loaded = []
    session.on('Debugger.scriptParsed', ({ params: { url } }) => {
      if (/node_modules\\/(undici|tough-cookie|classic-level|pino|qrcode-terminal)\\//.test(url)) loaded.push(url)
    })
    session.post('Debugger.enable')
    session.disconnect()
    if (left.length + loaded.length > 0) throw new Error([...left, ...loaded].join())
  `
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', program],
    {
      encoding: 'utf8',
      cwd: root,
      timeout: 60_000,
    },
  )
  expect([status, stdout, stderr]).toEqual([0, '', ''])
})
