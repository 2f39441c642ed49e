import { checkNumber } from '../check-number.js'
import { failure } from '../errors.js'
import type { EngineOptions } from './engine/ports.js'
import type { Rate } from './sender/pace.js'

/** Numbers with an end: a pace is counted with them. */
const finite = { to: Number.MAX_VALUE }

/** Throws an `argument` failure for options of a bot that make no sense. */
export function checkOptions({ giveUp, qrAttempts, pace, loop, limits, identities }: EngineOptions): void {
  if (identities !== undefined && identities !== 'careful' && identities !== 'trusting')
    throw failure('argument', { name: 'identities', why: 'it is careful or trusting' })
  checkNumber('giveUp', giveUp, { from: 0 })
  checkNumber('qrAttempts', qrAttempts, { from: 1, whole: true })
  if (pace !== 'off') {
    checkRate('pace', pace)
    if (pace.perTarget !== undefined) checkRate('pace.perTarget', pace.perTarget)
  }
  if (loop !== 'off') {
    checkNumber('loop.answers', loop.answers, { from: 1 })
    checkNumber('loop.per', loop.per, { from: 1 })
  }
  if (limits !== undefined && limits !== false)
    for (const [kind, limit] of Object.entries(limits)) checkNumber(`limits.${kind}`, limit, { from: 0 })
}

function checkRate(name: string, { burst, interval }: Rate): void {
  checkNumber(`${name}.burst`, burst, { from: 1, ...finite })
  checkNumber(`${name}.interval`, interval, { from: 0, ...finite })
}
