import type { Log, LogLevel } from '../actors/env.js'
import { blot } from './without-secrets.js'

/** What would take effect in a terminal instead of being seen, or end the line. */
const unseen = /[\p{Cc}\u2028\u2029\p{Default_Ignorable_Code_Point}]/gu

const shown = (character: string): string =>
  character === '\n' ? '⏎' : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`

/** One readable line each, for people: on stderr, or to `write`. What looks like a secret is removed. */
export function plainLog(level: 'error' | 'warn', write: (line: string) => void = toStderr): Log {
  const isOn = (at: LogLevel): boolean => at === 'error' || (at === 'warn' && level === 'warn')
  const words = (at: LogLevel, line: string): void => {
    if (isOn(at)) write(`rxwx: ${blot(line).replace(unseen, shown)}\n`)
  }
  const log: Log = (at, event, { problem = '' } = {}) => words(at, `${event}: ${problem}`)
  return Object.assign(log, { isOn, words })
}

function toStderr(line: string): void {
  // A closed pipe is no reason to end: nobody has to read it.
  if (process.stderr.destroyed) return
  if (process.stderr.listenerCount('error') === 0) process.stderr.on('error', () => {})
  process.stderr.write(line)
}
