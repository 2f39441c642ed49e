import { expect, test } from 'vitest'
import { isColoured } from '../../../src/cli/coloured.js'
import { inverted, isLight } from '../../../src/cli/inverted-qr.js'
import { layoutFor } from '../../../src/cli/progress-bar.js'
import { proxyOf } from '../../../src/cli/proxy-of.js'
import { problemWithArguments } from '../../../src/cli/utf8.js'

test.each([
  [true, {}, true],
  [false, {}, false],
  [true, { NO_COLOR: '1' }, false],
  [true, { NO_COLOR: '' }, true],
  [true, { TERM: 'dumb' }, false],
  [true, { TERM: 'xterm' }, true],
  [false, { FORCE_COLOR: '1' }, true],
  [false, { FORCE_COLOR: '' }, false],
  [true, { FORCE_COLOR: '0' }, false],
  [true, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
])('a terminal: %j, %j: coloured is %j', (isTTY, env, coloured) => {
  expect(isColoured({ isTTY, env })).toBe(coloured)
})

test.each([
  [{}, undefined, undefined],
  [{ HTTPS_PROXY: 'http://p:1' }, undefined, 'http://p:1'],
  [{ https_proxy: 'http://q:1', HTTPS_PROXY: 'http://p:1' }, undefined, 'http://q:1'],
  [{ HTTPS_PROXY: '' }, undefined, undefined],
  [{ HTTPS_PROXY: 'http://p:1' }, 'http://127.0.0.1:80', undefined],
  [{ HTTPS_PROXY: 'http://p:1' }, 'https://localhost', undefined],
  [{ HTTPS_PROXY: 'http://p:1' }, 'https://we.example.org', 'http://p:1'],
  [{ HTTPS_PROXY: 'http://p:1', NO_PROXY: 'a.b, .example.org:443' }, 'https://we.example.org', undefined],
  [{ HTTPS_PROXY: 'http://p:1', NO_PROXY: 'example.org' }, 'https://badexample.org', 'http://p:1'],
  [{ HTTPS_PROXY: 'http://p:1', no_proxy: '*' }, undefined, undefined],
  [{ HTTPS_PROXY: 'http://p:1', NO_PROXY: 'qq.com' }, undefined, undefined],
])('%j: the proxy for %j is %j', (env, server, proxy) => {
  expect(proxyOf(env, server)).toBe(proxy)
})

/** Columns of the bar's line, with a picture of 100 MB that is there. */
const columnsOf = ({ format, barsize }: ReturnType<typeof layoutFor>): number =>
  [...format.replace('{bar}', '#'.repeat(barsize)).replace('{percentage}', '100').replace('{mb}', '12345.6')].reduce(
    (sum, one) => sum + (/[一-鿿]/.test(one) ? 2 : 1),
    0,
  )

test.each([20, 30, 40, 60, 80, 200])('at %i columns the percentage and the size are on the line', (columns) => {
  for (const name of [
    'a',
    'a long name of a picture that goes on and on.jpeg',
    '很长的文件名很长的文件名很长的文件名.jpeg',
  ]) {
    const layout = layoutFor(name, columns)
    expect(layout.format).toContain('] {percentage}% {mb} MB')
    expect(columnsOf(layout)).toBeLessThanOrEqual(columns)
  }
})

test('a short name stays, and a long one keeps its beginning and its end', () => {
  expect(layoutFor('cat.jpg', 40)).toEqual({ format: 'cat.jpg [{bar}] {percentage}% {mb} MB', barsize: 13 })
  expect(layoutFor('a long name of a picture.jpeg', 40).format).toMatch(/^a lon\S*.*….*jpeg \[/)
})

test('an inverted code has its light where the other has its dark, and inverting twice gives the same', () => {
  expect(inverted('▄▄\n█ \n▀█')).toBe('▀▀\n █\n▄ ')
  expect(inverted(inverted('▄█ ▀'))).toBe('▄█ ▀')
})

test.each([
  [{}, false],
  [{ COLORFGBG: '15;0' }, false],
  [{ COLORFGBG: '0;15' }, true],
  [{ COLORFGBG: '0;default;7' }, true],
  [{ COLORFGBG: '7;8' }, false],
  [{ COLORFGBG: 'nonsense' }, false],
])('%j: the background is light: %j', (env, light) => {
  expect(isLight(env)).toBe(light)
})

test('an argument with U+FFFD that was written so is believed', () => {
  expect(problemWithArguments(['node', 'x', 'a\ufffd'])).toBeUndefined()
})
