import { createRequire } from 'node:module'
import type { Logger, LoggerOptions } from 'pino'
import type { Log, LogLevel } from '../actors/env.js'
import { withoutSecrets } from './without-secrets.js'

/**
 * Lines of JSON on stderr, or to `write`; what looks like a secret is removed. `silent` loads nothing and writes nothing.
 *
 * @example
 * const log = createLog('info')
 */
export function createLog(level: LogLevel | 'silent', write?: (line: string) => void): Log {
  if (level === 'silent')
    return withLevels(
      () => {},
      () => false,
    )
  const logger = createLogger(level, write)
  const isEnabled = (at: LogLevel): boolean => logger.isLevelEnabled(at)
  return withLevels((at, event, fields = {}) => {
    if (isEnabled(at)) logger[at](withoutSecrets({ ...fields, event }))
  }, isEnabled)
}

const withLevels = (log: Log, isEnabled: NonNullable<Log['isOn']>): Log => Object.assign(log, { isOn: isEnabled })

function createLogger(level: LogLevel, write?: (line: string) => void): Logger {
  // A tenth of a second to load, which a silent bot does not pay.
  const { pino }: typeof import('pino') = createRequire(import.meta.url)('pino')
  const options: LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  }
  if (write !== undefined) return pino(options, { write })
  // Written at once, so that nothing is lost when the process ends; a closed pipe is no reason to end it.
  return pino(
    options,
    pino.destination({ dest: 2, sync: true }).on('error', () => {}),
  )
}
