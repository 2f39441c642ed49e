import { existsSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, test } from 'vitest'
import { makeDirectory } from '../../../src/edge/make-directory.js'
import { needs } from '../../support/needs.js'

let home = ''

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'rxwx-make-'))
})

afterEach(() => rmSync(home, { recursive: true }))

test('what is missing above it is made, too, with the same mode', () => {
  makeDirectory(join(home, 'a/b/c'), 0o700)
  expect(['a', 'a/b', 'a/b/c'].map((name) => statSync(join(home, name)).mode & 0o777)).toEqual([0o700, 0o700, 0o700])
})

test('one that is there stays as it is', () => {
  makeDirectory(join(home, 'a'), 0o755)
  makeDirectory(join(home, 'a'), 0o700)
  expect(statSync(join(home, 'a')).mode & 0o777).toBe(0o755)
})

test('a file or a link to nowhere is in the way', () => {
  writeFileSync(join(home, 'file'), '')
  symlinkSync(join(home, 'nowhere'), join(home, 'link'))
  expect(() => makeDirectory(join(home, 'file/a'))).toThrow('ENOTDIR')
  expect(() => makeDirectory(join(home, 'link'))).toThrow('EEXIST')
})

it.skipIf(!needs(existsSync('/proc/self'), 'a /proc'))('comes back also where no directory can ever be', () => {
  expect(() => makeDirectory('/proc/rxwx/a')).toThrow('ENOENT')
})
