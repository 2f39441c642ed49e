import { expect, test } from 'vitest'
import { earlyLog } from '../../../src/actors/log/early-log.js'
import { plainLog } from '../../../src/edge/plain-log.js'
import type { Log, LogLevel } from '../../../src/index.js'

const lines = (level: 'error' | 'warn', act: (log: Log) => void): readonly string[] => {
  const written: string[] = []
  act(plainLog(level, (line) => written.push(line)))
  return written
}

test('a line is words, with its end, and nothing in it takes effect', () => {
  const said = lines('warn', (log) => log.words?.('warn', 'a behaviour (ding) failed: Error: one\ntwo\u001b[31m\u202e'))
  expect(said).toEqual(['rxwx: a behaviour (ding) failed: Error: one⏎two\\u{1b}[31m\\u{202e}\n'])
})

test('what looks like a secret is removed', () => {
  const [line] = lines('warn', (log) =>
    log.words?.('error', 'sid=abcdefgh12345678 @crypt_12ab https://wx.qq.com/?skey=1'),
  )
  expect(line).toBe('rxwx: sid=[removed] [skey] [url]\n')
})

test.each<readonly ['error' | 'warn', readonly LogLevel[]]>([
  ['error', ['error']],
  ['warn', ['error', 'warn']],
])('%s shows %j', (level, shown) => {
  const all: readonly LogLevel[] = ['error', 'warn', 'info', 'debug', 'trace']
  expect(all.filter((at) => lines(level, (log) => log.words?.(at, 'x')).length > 0)).toEqual(shown)
  expect(all.filter((at) => lines(level, (log) => log(at, 'x', { problem: 'y' })).length > 0)).toEqual(shown)
  expect(all.filter((at) => plainLog(level).isOn?.(at))).toEqual(shown)
})

test('what is said before the log is loaded is written once it is, in order', () => {
  const { log, open } = earlyLog()
  expect([log.isOn?.('warn'), log.isOn?.('info'), earlyLog('silent').log.isOn?.('error')]).toEqual([true, false, false])
  log.words?.('warn', 'one')
  log('warn', 'two', { problem: 'of them' })
  const said = lines('warn', (written) => {
    open(written)
    log.words?.('error', 'three')
  })
  expect(said).toEqual(['rxwx: one\n', 'rxwx: two: of them\n', 'rxwx: three\n'])
  expect(earlyLog('info').log.words).toBeUndefined()
})
