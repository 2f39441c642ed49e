import type { Log, LogLevel } from '../env.js'
import { isOn } from './is-on.js'

/** The gravest first: a level shows all before it, too. */
const levels: readonly LogLevel[] = ['error', 'warn', 'info', 'debug', 'trace']

type Setting = LogLevel | 'silent' | Log

/** What is logged unless told otherwise. */
export const defaultLog = 'warn' satisfies Setting

/** Lines that are kept until there is a log to write them. */
const kept = 100

/**
 * A log that is there before the one that writes is loaded. What it is given meanwhile is kept, and
 * written once `open` is called.
 */
export function earlyLog(setting: Setting = defaultLog): { readonly log: Log; readonly open: (written: Log) => void } {
  let written: Log | undefined
  const waiting: ((to: Log) => void)[] = []
  const give = (line: (to: Log) => void): void => {
    if (written !== undefined) line(written)
    else if (waiting.length < kept) waiting.push(line)
  }
  const log: Log = (level, event, fields) => give((to) => to(level, event, fields))
  const words = (level: LogLevel, line: string): void => give((to) => to.words?.(level, line))
  return {
    log: Object.assign(log, {
      isOn: (level: LogLevel) => (written === undefined ? isWanted(setting, level) : isOn(written, level)),
      ...(takesWords(setting) ? { words } : {}),
    }),
    open: (to) => {
      written = to
      for (const line of waiting.splice(0)) line(to)
    },
  }
}

const takesWords = (setting: Setting): boolean =>
  typeof setting === 'function' ? setting.words !== undefined : setting === 'warn' || setting === 'error'

function isWanted(setting: Setting, level: LogLevel): boolean {
  if (typeof setting === 'function') return isOn(setting, level)
  return setting !== 'silent' && levels.indexOf(level) <= levels.indexOf(setting)
}
