import { checkNumber } from '../check-number.js'
import { defaultSettings, type Settings } from './settings.js'
import type { Limit } from './too-often.js'

/** Those that count something, one at least. */
const counts: ReadonlySet<string> = new Set(['pageSize', 'batchSize'])

const aCount = { from: 1, whole: true } as const

/** Throws an `argument` failure for a number that makes no sense: a server that holds polls for NaN ms would not hold them at all. */
export function checkSettings({ sendLimit, roomLimit, requestLimit, ...settings }: Partial<Settings>): void {
  const defaults: Readonly<Record<string, unknown>> = { ...defaultSettings }
  for (const [name, value] of Object.entries(settings))
    if (typeof defaults[name] === 'number') checkNumber(name, value, counts.has(name) ? aCount : { from: 0 })
  for (const [name, limit] of Object.entries({ sendLimit, roomLimit, requestLimit })) checkLimit(name, limit)
}

function checkLimit(name: string, limit: Limit | undefined): void {
  if (limit === undefined) return
  const { count, within, recovery } = limit
  for (const [part, value] of Object.entries({ count, within, recovery }))
    checkNumber(`${name}.${part}`, value, { from: 0 })
}
