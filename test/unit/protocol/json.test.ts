import { describe, expect, it } from 'vitest'
import { isShallow, quoteBigIntegers, readJson } from '../../../src/protocol/json.js'
import { left, right } from './fixtures/answers.js'

const read = (body: string): unknown => right(readJson('webwxsync', body))

describe('readJson', () => {
  it('keeps all digits of a 64-bit number', () => {
    expect(read('{"NewMsgId":7466342607691052416,"n":1}')).toEqual({ NewMsgId: '7466342607691052416', n: 1 })
    expect(read('{\n "NewMsgId" : -7466342607691052416\n}')).toEqual({ NewMsgId: '-7466342607691052416' })
    expect(read('{"a":1234567890123456}')).toEqual({ a: '1234567890123456' })
  })

  it('leaves numbers below sixteen digits, fractions and exponents alone', () => {
    expect(read('{"a":123456789012345,"b":1234567890123456.5,"c":1234567890123456e2}')).toEqual({
      a: 123456789012345,
      b: 1234567890123456.5,
      c: 1234567890123456e2,
    })
  })

  it.each([
    '{"a":1234567890123456789}',
    ':1234567890123456789',
    '": 1234567890123456789,',
    'x":1234567890123456789}',
    '\\":1234567890123456789,',
    '\\\\":1234567890123456789,',
    '"NewMsgId" : 1234567890123456789 ,',
    '1234567890123456789',
  ])('does not touch a text that looks like a number with a key: %s', (text) => {
    expect(read(JSON.stringify({ a: text, b: [text], [text]: 1 }))).toEqual({ a: text, b: [text], [text]: 1 })
  })

  it('finds every number, wherever it stands', () => {
    const numbers = Array.from({ length: 40 }, (_, at) => `9${'0'.repeat(15 + (at % 5))}${at}`)
    const body = `{${numbers.map((number, at) => `"k${at}":${' '.repeat(at)}${number}`).join(',')}}`
    expect(Object.values(right(readJson('x', body)) as object)).toEqual(numbers)
  })

  it.each([
    ['a key that is there twice', '{"a1":1234567890123456781,"a1":1234567890123456782}', { a1: '1234567890123456782' }],
    [
      'keys that look like indices',
      '{"b":9234567890123456781,"x1":1,"1":2}',
      { 1: 2, b: '9234567890123456781', x1: 1 },
    ],
    [
      'a fraction beside it',
      '{"a":1234567890123456.5,"b":1234567890123456781}',
      { a: 1234567890123456.5, b: '1234567890123456781' },
    ],
    ['an array of large numbers', '{"l":[1e300],"b":1234567890123456781}', { l: [1e300], b: '1234567890123456781' }],
    ['a number beyond all numbers', `{"b":1${'0'.repeat(400)}}`, { b: `1${'0'.repeat(400)}` }],
  ])('keeps all digits beside %s', (_, body, value) => {
    expect(read(body)).toEqual(value)
  })

  it('keeps the digits of a __proto__ key that is a number, and of what is nested deeply', () => {
    const value = read('{"__proto__":1234567890123456781,"n":1234567890123456782}') as object
    expect(Object.entries(value)).toEqual([
      ['__proto__', '1234567890123456781'],
      ['n', '1234567890123456782'],
    ])
    const deep = `${'{"k":'.repeat(5_000)}1234567890123456789${'}'.repeat(5_000)}`
    let inner = read(deep) as { k: never } | string
    while (typeof inner === 'object') inner = inner.k
    expect(inner).toBe('1234567890123456789')
  })

  it('skips a byte order mark', () => {
    expect(read('\ufeff{"a":1}')).toEqual({ a: 1 })
  })

  it('says what came instead, without repeating it', () => {
    const problems = (body: string) => left(readJson('webwxsync', body)).detail
    expect(problems(' \n')).toEqual({ endpoint: 'webwxsync', problems: ['the answer is empty'] })
    expect(problems('<html>secret</html>')).toEqual({ endpoint: 'webwxsync', problems: ['the answer is a web page'] })
    expect(problems('{"sid":"secret"')).toEqual({ endpoint: 'webwxsync', problems: ['the answer is not JSON'] })
  })

  it('does not let a __proto__ key change other objects', () => {
    const value = read('{"__proto__":{"polluted":1}}')
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })

  it('is linear in blanks and in digits', () => {
    const blanks = `{"a":${' '.repeat(4_000_000)}1}`
    const digits = `{"a":"${'1'.repeat(4_000_000)}"}`
    expect(quoteBigIntegers(blanks)).toBe(blanks)
    expect(quoteBigIntegers(digits)).toBe(digits)
  })
})

describe('isShallow', () => {
  it('refuses what is nested too deeply to be stored', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`)
    expect(isShallow({ a: { b: [1, 2] } })).toBe(true)
    expect(isShallow({ a: deep })).toBe(false)
  })
})
