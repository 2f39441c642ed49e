import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { marbles } from '../../../marbles/index.js'
import * as operators from '../../../src/operators/index.js'

const names = Object.keys(operators)
const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
const page = readFileSync(new URL('../../../docs/choosing.md', import.meta.url), 'utf8')

test('every operator has a marble, and a line where people choose', () => {
  expect(names.length).toBeGreaterThan(20)
  expect(names.filter((name) => !(`operators/${kebab(name)}` in marbles))).toEqual([])
  expect(names.filter((name) => !page.includes(`\`${name}(`))).toEqual([])
})

test('every operator says what it does, with an example', () => {
  const without = names.filter((name) => {
    const source = readFileSync(new URL(`../../../src/operators/${kebab(name)}.ts`, import.meta.url), 'utf8')
    return !/@example\n[\s\S]*?\*\/\nexport (const|function) /.test(source)
  })
  expect(without).toEqual([])
})
