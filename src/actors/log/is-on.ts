import type { Log, LogLevel } from '../env.js'

/** Whether somebody reads this level: to be asked before fields are put together. A log that does not say reads everything. */
export const isOn = (log: Log, level: LogLevel): boolean => log.isOn === undefined || log.isOn(level)
