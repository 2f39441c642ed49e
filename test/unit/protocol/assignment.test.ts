import { describe, expect, it } from 'vitest'
import { readAssignments } from '../../../src/protocol/assignment.js'
import { left, right } from './fixtures/answers.js'

const read = (body: string) => Object.fromEntries(right(readAssignments('login', body)))

describe('readAssignments', () => {
  it('reads numbers and strings in either quotes, over several lines', () => {
    expect(read(`window.code=200;\nwindow.redirect_uri="https://wx.qq.com/?a=b&c='d'";\nwindow.a = 'x"y';`)).toEqual({
      'window.code': '200',
      'window.redirect_uri': `https://wx.qq.com/?a=b&c='d'`,
      'window.a': 'x"y',
    })
  })

  it('reads an object with bare or quoted keys in any order', () => {
    const expected = { 'window.synccheck.retcode': '0', 'window.synccheck.selector': '2' }
    expect(read('window.synccheck={retcode:"0",selector:"2"}')).toEqual(expected)
    expect(read(`\ufeff window.synccheck = { 'selector' : '2' , "retcode" : 0 } ;`)).toEqual(expected)
  })

  it('undoes escapes', () => {
    expect(read(String.raw`a="\"\x41\u4e2d\n\/"`)).toEqual({ a: '"A中\n/' })
  })

  it.each([
    '',
    '   ',
    '<html></html>',
    'window.code',
    'window.code=',
    'window.code=200;window.redirect_uri="https://wx.qq.com/cgi',
    'window.code="a\nb"',
    'alert(1)',
    'window.code=evil()',
    'window.code=200;alert(1)',
    'window.a={retcode:"0"',
    'window.a={retcode:"0" selector:"2"}',
    'window.a={b:{c:1}}',
  ])('refuses %j', (body) => {
    expect(left(readAssignments('login', body)).kind).toBe('decode')
  })

  it('keeps names that are special in JavaScript apart', () => {
    const found = right(readAssignments('login', '__proto__="x";constructor="y"'))
    expect(found.get('__proto__')).toBe('x')
    expect(found.get('toString')).toBeUndefined()
  })

  it('is linear in long strings, escapes and names', () => {
    const many = 2_000_000
    expect(read(`a="${'\\n'.repeat(many)}"`).a).toHaveLength(many)
    expect(left(readAssignments('login', `a="${'\\"'.repeat(many)}`)).kind).toBe('decode')
    expect(left(readAssignments('login', 'a'.repeat(many))).kind).toBe('decode')
    expect(left(readAssignments('login', `a=${' '.repeat(many)}`)).kind).toBe('decode')
  })
})
