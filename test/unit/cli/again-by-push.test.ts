import { expect, test } from 'vitest'
import { keptOut } from '../../../src/cli/again-by-push.js'
import { testBot } from '../../../src/testing/index.js'

/** A bot that is ended by a kick every two minutes, with what a command makes of that. */
function kicked(times: number, refuses = false) {
  const t = testBot([])
  let ended = 0
  keptOut(t.bot, t.bot.scheduler).subscribe(() => {
    ended += 1
  })
  t.advance(10_000)
  if (refuses) t.world.fault({ name: 'retcode-1', endpoint: 'webwxpushloginurl', times: 99 })
  const states: string[] = []
  t.bot.state$.subscribe(({ type }) => states.push(type))
  for (let n = 0; n < times; n += 1) {
    t.world.kick()
    t.advance(120_000)
  }
  return { ended, state: states.at(-1), asked: t.world.exchanges.list('webwxpushloginurl').length }
}

test.each([1, 2, 3, 4])('%i sessions that are ended within ten minutes are got back by push', (times) => {
  expect(kicked(times)).toEqual({ ended: 0, state: 'online', asked: times })
})

test('a phone that says no is not asked again', () => {
  expect(kicked(1, true)).toEqual({ ended: 1, state: 'kicked', asked: 1 })
})
