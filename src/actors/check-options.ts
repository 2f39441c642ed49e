import { checkChoice, checkKeys } from '../check-argument.js'
import { checkNumber } from '../check-number.js'
import { defaultMediaLimits } from '../protocol/media-kind.js'
import type { BotOptions } from './bot.js'
import type { Rate } from './sender/pace.js'

/** Numbers with an end: a pace is counted with them. */
const finite = { to: Number.MAX_VALUE }

/** Throws an `argument` failure for options of a bot that make no sense. */
export function checkOptions({ giveUp, qrAttempts, pace, loop, limits, ...choices }: BotOptions): void {
  checkChoices(choices)
  checkNumber('giveUp', giveUp, { from: 0 })
  checkNumber('qrAttempts', qrAttempts, { from: 1, whole: true })
  if (pace !== 'off') {
    checkKeys('pace', pace, ['burst', 'interval', 'perTarget'])
    checkRate('pace', pace)
    if (pace.perTarget !== undefined) checkRate('pace.perTarget', pace.perTarget)
  }
  if (loop !== 'off') {
    checkKeys('loop', loop, ['answers', 'per'])
    checkNumber('loop.answers', loop.answers, { from: 1 })
    checkNumber('loop.per', loop.per, { from: 1 })
  }
  if (limits === undefined || limits === false) return
  checkKeys('limits', limits, Object.keys(defaultMediaLimits))
  for (const [kind, limit] of Object.entries(limits)) checkNumber(`limits.${kind}`, limit, { from: 0 })
}

function checkChoices({
  profile,
  relogin,
  backlog,
  include,
  identities,
}: Pick<BotOptions, 'profile' | 'relogin' | 'backlog' | 'include' | 'identities'>): void {
  checkChoice('profile', profile, ['web', 'desktop'])
  checkChoice('relogin', relogin, ['ask', 'always'])
  checkChoice('backlog', backlog, ['deliver', 'skip'])
  checkChoice('include', include, ['others', 'all'])
  checkChoice('identities', identities, ['careful', 'trusting'])
}

function checkRate(name: string, { burst, interval }: Rate): void {
  checkNumber(`${name}.burst`, burst, { from: 1, ...finite })
  checkNumber(`${name}.interval`, interval, { from: 0, ...finite })
}
