import { describe, expect, test } from 'vitest'
import { toughCookies } from '../../../src/edge/cookies.js'

const login = Date.parse('2018-12-30T23:12:21Z')
const wx2 = 'https://wx2.qq.com/cgi-bin/mmwebwx-bin/webwxnewloginpage?ticket=a'
const push = 'https://webpush.wx2.qq.com/cgi-bin/mmwebwx-bin/synccheck?r=1'
const file = 'https://file.wx2.qq.com/cgi-bin/mmwebwx-bin/webwxuploadmedia?f=json'
const ticket = 'webwx_data_ticket=gQ+a/b=; Domain=.qq.com; Path=/; Expires=Mon, 31-Dec-2018 11:12:21 GMT; Secure'

const createJar = (start = login) => {
  let time = start
  const cookies = toughCookies(() => time)
  return { ...cookies, at: (moment: number) => (time = moment) }
}

describe('who gets what', () => {
  test.each([wx2, push, file, 'https://qq.com/', 'https://wx.qq.com/any/where'])(
    'a cookie of .qq.com goes to %s',
    (url) => {
      const jar = createJar()
      jar.receive(wx2, [ticket])
      expect(jar.header(url)).toBe('webwx_data_ticket=gQ+a/b=')
    },
  )

  test.each([
    'https://evilqq.com/',
    'https://qq.com.evil.net/',
    'https://wx2.qq.com.evil.net/',
    'https://wechat.com/',
    'http://wx2.qq.com/',
    'no url',
  ])('it does not go to %s', (url) => {
    const jar = createJar()
    jar.receive(wx2, [ticket])
    expect(jar.header(url)).toBe('')
  })

  test('a cookie with the domain of its host goes to the hosts below it, and not beside it', () => {
    const jar = createJar()
    jar.receive(wx2, ['wxsid=1; Domain=wx2.qq.com; Path=/; Secure'])
    expect([push, file, 'https://wx.qq.com/'].map(jar.header)).toEqual(['wxsid=1', 'wxsid=1', ''])
  })

  test('a cookie without a domain goes to its host only', () => {
    const jar = createJar()
    jar.receive(wx2, ['wxsid=1; Path=/'])
    expect([wx2, push].map(jar.header)).toEqual(['wxsid=1', ''])
  })

  test.each(['com', '.com', 'cn', 'com.cn', 'wechat.com', 'evil.net', 'wx.qq.com', 'x.wx2.qq.com', '..', 'ü ü'])(
    'wx2.qq.com may not set a cookie for %s',
    (domain) => {
      const jar = createJar()
      jar.receive(wx2, [`a=1; Domain=${domain}; Path=/`])
      expect(jar.save()).toEqual([])
    },
  )

  test('a port in the domain is dropped', () => {
    const jar = createJar()
    jar.receive(wx2, ['wxsid=1; Domain=wx2.qq.com:443; Path=/'])
    expect(jar.header(push)).toBe('wxsid=1')
  })

  test('paths are heeded', () => {
    const jar = createJar()
    jar.receive(wx2, ['deep=1; Path=/cgi-bin', 'flat=1; Path=/'])
    expect(jar.header('https://wx2.qq.com/cgi-bin/x')).toBe('deep=1; flat=1')
    expect(jar.header('https://wx2.qq.com/cgi-binary')).toBe('flat=1')
  })
})

describe('a server on this machine', () => {
  test.each(['http://127.0.0.1:4004/', 'http://localhost:4004/', 'http://[::1]:4004/'])(
    '%s gets Secure cookies over plain http',
    (url) => {
      const jar = createJar()
      jar.receive(url, ['wxsid=1; Path=/; Secure'])
      expect(jar.header(`${url}cgi-bin?r=1`)).toBe('wxsid=1')
    },
  )

  test('its cookies for the real site are its own', () => {
    const jar = createJar()
    jar.receive('http://127.0.0.1:4004/', [ticket])
    expect(jar.header('http://127.0.0.1:4004/')).toBe('webwx_data_ticket=gQ+a/b=')
    expect(jar.header(wx2)).toBe('')
  })

  test.each(['http://127.0.0.1.evil.net/', 'http://10.0.0.1/', 'http://localhost.evil.net/'])(
    '%s is another machine',
    (url) => {
      const jar = createJar()
      jar.receive(url, ['wxsid=1; Path=/; Secure'])
      expect(jar.header(url)).toBe('')
    },
  )
})

describe('the clock', () => {
  test('a cookie ends at its date, dashes and all, on the clock given', () => {
    const jar = createJar()
    jar.receive(wx2, [ticket])
    expect(jar.header(wx2)).not.toBe('')
    jar.at(Date.parse('2018-12-31T11:12:20.999Z'))
    expect(jar.header(wx2)).not.toBe('')
    jar.at(Date.parse('2018-12-31T11:12:21Z'))
    expect([jar.header(wx2), jar.value(wx2, 'webwx_data_ticket'), jar.save()]).toEqual(['', undefined, []])
  })

  test('Max-Age counts from the moment it came, goes before the date, and does not grow with use', () => {
    const jar = createJar()
    jar.receive(wx2, ['a=1; Max-Age=60; Expires=Mon, 31-Dec-2035 11:12:21 GMT'])
    jar.at(login + 59_999)
    expect(jar.header(wx2)).toBe('a=1')
    jar.at(login + 60_000)
    expect(jar.header(wx2)).toBe('')
  })

  test.each(['a=; Max-Age=0', 'a=; Max-Age=-1', 'a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT'])(
    '%s takes the cookie away',
    (line) => {
      const jar = createJar()
      jar.receive(wx2, ['a=1'])
      expect(jar.value(wx2, 'a')).toBe('1')
      jar.receive(wx2, [line])
      expect(jar.header(wx2)).toBe('')
    },
  )

  test('a renewed cookie replaces the old one at once', () => {
    const jar = createJar()
    jar.receive(wx2, ['a=1; Path=/'])
    expect(jar.header(push)).toBe('')
    expect(jar.header(wx2)).toBe('a=1')
    jar.receive(wx2, ['a=2; Path=/'])
    expect(jar.header(wx2)).toBe('a=2')
  })
})

describe('lines that come again', () => {
  test('prolong a Max-Age', () => {
    const jar = createJar()
    jar.receive(wx2, ['a=1; Max-Age=60'])
    jar.at(login + 30_000)
    jar.receive(wx2, ['a=1; Max-Age=60'])
    jar.at(login + 60_000)
    expect(jar.header(wx2)).toBe('a=1')
  })

  test('undo what came in between', () => {
    const jar = createJar()
    jar.receive(wx2, ['a=1; Path=/'])
    jar.receive(wx2, ['a=2; Path=/'])
    jar.receive(wx2, ['a=1; Path=/'])
    expect(jar.header(wx2)).toBe('a=1')
  })

  test('are taken in by a jar that was restored', () => {
    const jar = createJar()
    jar.receive(wx2, ['a=1; Path=/'])
    jar.restore([])
    jar.receive(wx2, ['a=1; Path=/'])
    expect(jar.header(wx2)).toBe('a=1')
  })

  test('set the cookie of another host, too', () => {
    const jar = createJar()
    jar.receive(wx2, ['a=1; Path=/'])
    jar.receive(push, ['a=1; Path=/'])
    expect([jar.header(wx2), jar.header(push)]).toEqual(['a=1', 'a=1'])
  })
})

describe('values', () => {
  test.each(['+urBr/YI==', '%2B%20', '"quoted"', 'a b', '{"a":1}', 'ä', ''])('%j stays as it came', (value) => {
    const jar = createJar()
    jar.receive(wx2, [`name=${value}; Path=/`])
    expect([jar.header(wx2), jar.value(wx2, 'name')]).toEqual([`name=${value}`, value])
  })

  test.each(['', '=', ';', 'novalue', '=nameless', 'a=\u0000b', 'a=\u007f', 'a=中', `a=${'x'.repeat(5_000)}`])(
    '%j is no cookie, and does not keep its neighbours out',
    (line) => {
      const jar = createJar()
      jar.receive(wx2, [line, 'good=1; Path=/'])
      expect(jar.header(wx2)).toBe('good=1')
    },
  )

  test('a URL that is none sets nothing', () => {
    const jar = createJar()
    jar.receive('nowhere', ['a=1'])
    expect(jar.save()).toEqual([])
  })

  test('a flood is bounded and pushes nothing out', () => {
    const jar = createJar()
    jar.receive(wx2, ['wxsid=1; Path=/'])
    jar.receive(
      wx2,
      Array.from({ length: 1_000 }, (_, index) => `flood${index}=1; Path=/`),
    )
    jar.receive(wx2, ['wxsid=2; Path=/'])
    expect(jar.save()).toHaveLength(300)
    expect(jar.value(wx2, 'wxsid')).toBe('2')
  })
})

describe('saved and restored', () => {
  const everything = [
    ticket,
    'wxsid=+a/=; Domain=wx2.qq.com; Path=/; Secure',
    'host=1; Path=/cgi-bin; HttpOnly',
    'old=1; Expires=Mon, 31-Dec-2012 11:12:21 GMT',
  ]

  test('a jar survives JSON with all its rules', () => {
    const jar = createJar()
    jar.receive(wx2, everything)
    jar.receive('http://127.0.0.1:4004/', ['local=1; Path=/; Secure'])
    jar.receive('http://[::1]:4004/', ['six=1; Path=/; Secure'])
    const later = createJar()
    later.receive(wx2, ['before=1'])
    later.restore(JSON.parse(JSON.stringify(jar.save())))
    for (const url of [
      wx2,
      push,
      file,
      'https://qq.com/',
      'http://127.0.0.1:9/',
      'http://[::1]:9/',
      'http://wx2.qq.com/cgi-bin/',
    ]) {
      expect([url, later.header(url)]).toEqual([url, jar.header(url)])
    }
    expect(later.save()).toEqual(jar.save())
    later.at(Date.parse('2018-12-31T11:12:21Z'))
    expect(later.value(wx2, 'webwx_data_ticket')).toBeUndefined()
  })

  const good = { name: 'a', value: '1', domain: 'wx2.qq.com', path: '/', secure: true, httpOnly: false, hostOnly: true }

  test('what it wrote is what it reads', () => {
    const jar = createJar()
    jar.restore([good])
    expect(jar.header(wx2)).toBe('a=1')
  })

  test.each([
    ['a missing part', { name: 'a', value: '1' }],
    ['a public suffix', { ...good, domain: 'com', hostOnly: false }],
    ['a domain that is a URL', { ...good, domain: 'evil.net/@wx2.qq.com' }],
    ['a line break', { ...good, value: '1\r\nx-evil: 1' }],
    ['a second cookie in a value', { ...good, value: '1; b=2' }],
    ['a name with an equals sign', { ...good, name: 'a=b' }],
    ['a date that is none', { ...good, expires: Number.POSITIVE_INFINITY }],
    ['a path that is none', { ...good, path: 'x' }],
  ])('%s leaves the jar empty', (_, hostile) => {
    const jar = createJar()
    jar.receive(wx2, ['before=1'])
    jar.restore([good, hostile])
    expect([jar.save(), jar.header(wx2)]).toEqual([[], ''])
  })

  test.each(['null', '{}', '"text"', '[null]', '[[]]', '7'])('%s leaves the jar empty', (text) => {
    const jar = createJar()
    jar.receive(wx2, ['before=1'])
    jar.restore(JSON.parse(text))
    expect(jar.save()).toEqual([])
  })
})

describe('the clock of the service', () => {
  const hour = 3_600_000
  const dated = 'Sun, 30 Dec 2018 23:12:21 GMT'
  const until = Date.parse('2018-12-31T11:12:21Z')

  test.each([0, 12, -12, 9_000, -9_000])('counts where the local one is %i hours ahead', (hours) => {
    const jar = createJar(login + hours * hour)
    jar.receive(wx2, [ticket], dated)
    expect(jar.header(wx2)).toBe('webwx_data_ticket=gQ+a/b=')
    expect(jar.save()).toHaveLength(1)
    jar.at(until + hours * hour - 1_000)
    jar.receive(wx2, [], 'Mon, 31 Dec 2018 11:12:20 GMT')
    expect(jar.value(wx2, 'webwx_data_ticket')).toBe('gQ+a/b=')
    jar.at(until + hours * hour)
    expect([jar.header(wx2), jar.value(wx2, 'webwx_data_ticket'), jar.save()]).toEqual(['', undefined, []])
  })

  test.each([12, -12, 9_000])('counts after the local one was set, by %i hours', (hours) => {
    const jar = createJar()
    jar.receive(wx2, [ticket], dated)
    jar.at(login + hours * hour)
    expect(jar.header(wx2)).toBe('webwx_data_ticket=gQ+a/b=')
    jar.receive(wx2, [], 'Sun, 30 Dec 2018 23:13:00 GMT')
    expect(jar.header(wx2)).toBe('webwx_data_ticket=gQ+a/b=')
  })

  test('a jar that was restored keeps its cookies until the service tells the time', () => {
    const jar = createJar()
    jar.receive(wx2, [ticket], dated)
    const later = createJar(login + 13 * hour)
    later.restore(jar.save())
    expect(later.header(wx2)).toBe('webwx_data_ticket=gQ+a/b=')
    later.receive(wx2, [], 'Mon, 31 Dec 2018 12:12:21 GMT')
    expect([later.header(wx2), later.save()]).toEqual(['', []])
  })

  test('a cookie whose end is past by it goes, whatever the local one says', () => {
    const jar = createJar(login - 9_000 * hour)
    jar.receive(wx2, ['a=1'], dated)
    jar.receive(wx2, ['a=; Expires=Sun, 30-Dec-2018 23:12:20 GMT'], dated)
    expect(jar.header(wx2)).toBe('')
  })

  test('Max-Age counts from the date of its answer', () => {
    const jar = createJar(login + 12 * hour)
    jar.receive(wx2, ['a=1; Max-Age=60'], dated)
    jar.at(login + 12 * hour + 59_999)
    expect(jar.header(wx2)).toBe('a=1')
    jar.at(login + 12 * hour + 60_000)
    expect(jar.header(wx2)).toBe('')
  })
})
