import { expect, test } from 'vitest'
import { createPace, defaultPace, type Pace } from '../../../src/actors/sender/pace.js'
import { createVirtualClock } from '../../../src/testing/index.js'

/** When each turn came, in ms from the start. */
function turns(pace: Pace, targets: readonly string[], advance = 600_000): readonly number[] {
  const clock = createVirtualClock()
  const start = clock.now()
  const turn = createPace(pace, clock.scheduler)
  const came = targets.map(() => Number.NaN)
  for (const [at, target] of targets.entries())
    turn(target).subscribe(() => {
      came[at] = clock.now() - start
    })
  clock.advance(advance)
  return came
}

test('a burst at once, then one each interval, in the order they were asked for', () => {
  expect(turns({ burst: 2, interval: 1_000 }, ['a', 'b', 'c', 'd', 'e'])).toEqual([0, 0, 1_000, 2_000, 3_000])
})

test('one conversation has a pace of its own, and does not hold others', () => {
  const pace: Pace = { burst: 100, interval: 1, perTarget: { burst: 1, interval: 3_000 } }
  expect(turns(pace, ['a', 'a', 'b', 'a', 'b'])).toEqual([0, 3_000, 0, 6_000, 3_000])
})

test('off is at once', () => {
  expect(
    turns(
      'off',
      Array.from({ length: 100 }, () => 'a'),
      0,
    ),
  ).toEqual(Array.from({ length: 100 }, () => 0))
})

test('by default ten go at once, five of them to one conversation', () => {
  expect(
    turns(
      defaultPace,
      Array.from({ length: 11 }, (_, n) => `t${n}`),
    ).filter((at) => at === 0),
  ).toHaveLength(10)
  expect(
    turns(
      defaultPace,
      Array.from({ length: 7 }, () => 'a'),
    ).filter((at) => at === 0),
  ).toHaveLength(5)
})

test('a turn that nobody waits for is not given back, and one that is asked for later has rested', () => {
  const clock = createVirtualClock()
  const turn = createPace({ burst: 1, interval: 1_000 }, clock.scheduler)
  const came: number[] = []
  turn('a').subscribe()
  turn('a').subscribe().unsubscribe()
  turn('a').subscribe(() => came.push(clock.now()))
  const start = clock.now()
  clock.advance(10_000)
  turn('a').subscribe(() => came.push(clock.now()))
  expect(came.map((at) => at - start)).toEqual([2_000, 10_000])
})

test('a clock that is set back while the bot runs does not hold what is to be sent', () => {
  const clock = createVirtualClock()
  let back = 0
  const scheduler = { now: () => clock.now() - back, schedule: clock.scheduler.schedule.bind(clock.scheduler) }
  const turn = createPace({ burst: 1, interval: 1_000, perTarget: { burst: 1, interval: 3_000 } }, scheduler)
  const start = clock.now()
  const came: number[] = []
  const ask = (target: string): void => {
    turn(target).subscribe(() => came.push(clock.now() - start))
  }
  ask('a')
  ask('b')
  back = 3_600_000
  ask('c')
  ask('a')
  clock.advance(10_000)
  expect(came).toEqual([0, 1_000, 2_000, 3_000])
})
