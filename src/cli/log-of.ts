import type { Log, LogLevel } from 'rxwx'
import { say } from './output.js'
import { visible } from './visible.js'

/** The gravest first: a level shows all before it, too. */
const levels: readonly (LogLevel | 'silent')[] = ['silent', 'error', 'warn', 'info', 'debug', 'trace']

/** Whether a line of this level is shown at `--log`. */
export const isShown = (at: LogLevel, log: LogLevel | 'silent'): boolean => levels.indexOf(at) <= levels.indexOf(log)

/**
 * What a bot is told to log. What went wrong is told on stderr in words for a person, whoever attends to the bot; lines of JSON for programs begin with `info`. Only what
 * is no event of the bot is said here.
 */
export function logOf(log: LogLevel | 'silent'): LogLevel | 'silent' | Log {
  if (log !== 'warn' && log !== 'error') return log
  const write: Log = (level, event, fields) => {
    if (event === 'identities' && isShown(level, log)) say(`${event}: ${visible(`${fields?.problem ?? ''}`)}`)
  }
  return Object.assign(write, { isOn: (level: LogLevel) => isShown(level, log) })
}
