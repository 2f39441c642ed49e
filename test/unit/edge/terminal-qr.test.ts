import { expect, test } from 'vitest'
import { terminalQr } from '../../../src/edge/terminal-qr.js'

const drawn = terminalQr('https://login.weixin.qq.com/l/4fa0mHcpXw==')

test('a login URL fits into 40 columns and 20 lines', () => {
  const lines = drawn.split('\n')
  expect(lines.length).toBeLessThanOrEqual(20)
  expect(new Set(lines.map((line) => line.length))).toEqual(new Set([31]))
})

test('it is drawn with half blocks and nothing that a terminal would obey', () => {
  expect(drawn).toMatch(/^[ \n▀▄█]+$/)
})

test('the modules read back as a QR code: three corners, and timing between them', () => {
  // Two lines of modules to a line of text; a frame of light modules around it. Dark is what is not drawn.
  const dark = drawn
    .split('\n')
    .flatMap((line) => [
      [...line].map((cell) => cell === ' ' || cell === '▄'),
      [...line].map((cell) => cell === ' ' || cell === '▀'),
    ])
  const first = dark.findIndex((row, index) => index > 1 && row.slice(1, 8).every(Boolean))
  const size = (dark[0]?.length ?? 0) - 2
  const corner = ['1111111', '1000001', '1011101', '1011101', '1011101', '1000001', '1111111']
  const at = (top: number, left: number) =>
    dark.slice(first + top, first + top + 7).map((row) =>
      row
        .slice(left + 1, left + 8)
        .map((cell) => (cell ? '1' : '0'))
        .join(''),
    )
  expect(at(0, 0)).toEqual(corner)
  expect(at(0, size - 7)).toEqual(corner)
  expect(at(size - 7, 0)).toEqual(corner)
  const timing = dark[first + 6]?.slice(1 + 7, 1 + size - 7)
  expect(timing).toEqual(timing?.map((_, index) => index % 2 === 1))
})

test('another text is another picture, the same text the same', () => {
  expect(terminalQr('other')).not.toBe(drawn)
  expect(terminalQr('https://login.weixin.qq.com/l/4fa0mHcpXw==')).toBe(drawn)
})
