import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** The package as npm would publish it, unpacked beside what it depends on. */
export interface Packed {
  /** `node_modules/rxwx` is in here. */
  readonly directory: string
  readonly tarball: string
  /** The command in it. */
  readonly command: string
  readonly remove: () => void
}

const root = resolve('.')

/** Packs this project as it was built before the tests: nothing is written to `dist` while commands run from it. What it depends on comes from this project, too, so that no network is needed. */
export function pack(): Packed {
  const directory = mkdtempSync(join(tmpdir(), 'rxwx-packed-'))
  const said = execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', directory], {
    cwd: root,
    encoding: 'utf8',
  })
  const tarball = join(directory, said.trim().split('\n').at(-1) ?? '')
  mkdirSync(join(directory, 'node_modules'))
  execFileSync('tar', ['-xzf', tarball], { cwd: directory })
  execFileSync('mv', ['package', 'node_modules/rxwx'], { cwd: directory })
  for (const name of readdirSync(join(root, 'node_modules')))
    if (name !== 'rxwx' && !name.startsWith('.'))
      symlinkSync(join(root, 'node_modules', name), join(directory, 'node_modules', name))
  return {
    directory,
    tarball,
    command: join(directory, 'node_modules/rxwx/dist/cli/main.js'),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  }
}
