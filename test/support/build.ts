import { execFileSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'

/**
 * Builds the package where a source is younger than `dist`. Commands run from there: from the
 * sources each of them starts two seconds later.
 */
export function setup(): void {
  if (!isCurrent()) execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' })
}

function isCurrent(): boolean {
  const built = statSync('dist/cli/main.js', { throwIfNoEntry: false })?.mtimeMs ?? 0
  const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(?:ts|json)$/.test(name),
  )
  return sources.every((name) => statSync(`src/${name}`).mtimeMs <= built)
}
