import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { targetOf } from '../../../src/edge/target-of.js'

const asUrlSays = (url: string) => {
  const { origin, pathname, search } = new URL(url)
  return { origin, path: pathname + search }
}

describe('where a request goes', () => {
  const places = fc.constantFrom(
    'https://wx.qq.com/cgi-bin/mmwebwx-bin/webwxsync',
    'http://127.0.0.1:8080',
    'https://WX.qq.com:443/a/../b c',
    'https://wx.qq.com/#part',
    'https://[::1]:9/é',
  )
  const queries = fc.oneof(
    fc.webQueryParameters(),
    fc.string(),
    fc.string({ unit: 'binary' }).map(encodeURIComponent),
    fc.constantFrom('', '?', "a=it's", 'a=b#c', 'skey=%40crypt_1_2&sid=a%2Bb%2F%3D&rr=-1', '\ta=1'),
  )

  it('is what the URL says, also where its place is known already', () => {
    fc.assert(
      fc.property(places, queries, (place, query) => {
        const url = `${place}?${query}`
        expect(targetOf(url)).toEqual(asUrlSays(url))
        expect(targetOf(url)).toEqual(asUrlSays(url))
        expect(targetOf(place)).toEqual(asUrlSays(place))
      }),
      { numRuns: 1_000 },
    )
  })

  it('is right after more places than are remembered', () => {
    for (let at = 0; at < 200; at += 1)
      expect(targetOf(`http://h${at % 70}/p?q=1`)).toEqual(asUrlSays(`http://h${at % 70}/p?q=1`))
  })
})

test.each([
  '',
  'x',
  '?a=1',
  'ftp://a/b?c=1',
  'file:///etc/passwd',
  'javascript:alert(1)?a=1',
  'http://?a=1',
  'http://a b/?c=1',
])('nowhere: %j', (url) => {
  expect(targetOf(url)).toBeUndefined()
})
