import { expect } from 'vitest'
import { mostAtOnce } from '../../../src/emulator/index.js'
import { first, idsOf, type Stage } from './stage.js'
import type { Pull } from './watch-pulls.js'

/** What a test may take out of the promises, and has to say why. */
export interface Exceptions {
  /** Messages that the server did not hand out. */
  readonly lost?: readonly string[]
  /** How many deliveries of the stage's runs may be repetitions; default none. */
  readonly repeated?: number
}

/** Checks what holds in every scenario, whatever happened in it. */
export function keepsItsPromises(stage: Stage, { lost = [], repeated = 0 }: Exceptions = {}): void {
  deliversOnceInOrder(stage, lost, repeated)
  isQuietOnTheWire(stage)
  saysThingsOnce(stage)
  for (const { events } of stage.runs)
    expect(events.filter(({ type }) => type === 'crashed' || type === 'behaviourFailed')).toEqual([])
}

function deliversOnceInOrder({ runs, said }: Stage, lost: readonly string[], repeated: number): void {
  const ids = new Set(said.map(({ id }) => id))
  const heard = runs.flatMap(({ messages }) => messages.filter(({ id }) => ids.has(id)))
  const expected = said.filter(({ id }) => !lost.includes(id)).map(({ id }) => id)
  expect(first(idsOf(heard))).toEqual(expected)
  expect(heard.length - expected.length).toBeLessThanOrEqual(repeated)
}

/** Never two polls, never two pulls; and once pulling was seen to bring nothing, at most one a second. */
export function isQuietOnTheWire({ runs, world }: Stage): void {
  expect(mostAtOnce(world.exchanges.list('synccheck'))).toBeLessThanOrEqual(1)
  expect(mostAtOnce(world.exchanges.list('webwxsync'))).toBeLessThanOrEqual(1)
  for (const { pulls } of runs) expect(hasty(pulls)).toEqual([])
}

const hasty = (pulls: readonly Pull[]): readonly Pull[] =>
  pulls.filter((pull, index) => {
    const before = pulls[index - 1]
    return before !== undefined && !before.brought && pull.at - before.at < 1_000
  })

/** The server took each ClientMsgId once, and nothing under two of them. */
export function saysThingsOnce({ world }: Stage): void {
  for (const account of world.accounts.keys()) {
    const ids = world.sent(account).map(({ clientMsgId }) => clientMsgId)
    expect(ids).toEqual(first(ids))
  }
}
