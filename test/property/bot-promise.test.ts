import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Adventure, happenings, live } from '../support/bot/adventure.js'
import { isQuietOnTheWire, saysThingsOnce } from '../support/bot/promises.js'
import { first, savedIn } from '../support/bot/stage.js'

/** `RXWX_RUNS=2000 RXWX_SEED=7 npm test` looks further, and elsewhere. */
const numRuns = Number(process.env.RXWX_RUNS ?? 60)
const seed = Number(process.env.RXWX_SEED ?? 20_200_101)

/** A killed process repeats what it had handled and not settled: a group, and what its permits were at. */
const repeatedByDeath = 64 + 16

function handsOutEverything({ stage, handled, deaths }: Adventure): void {
  const chats = new Set(stage.said.map(({ chat }) => chat))
  const heard = first(handled.map(({ id }) => id))
  for (const one of chats) {
    const said = stage.said.flatMap(({ id, chat }) => (chat === one ? [id] : []))
    expect(heard.filter((id) => said.includes(id))).toEqual(said)
  }
  expect(heard.length).toBe(stage.said.length)
  expect(handled.length - heard.length).toBeLessThanOrEqual(deaths * repeatedByDeath)
  expect(new Set(handled.map(({ conversation }) => conversation)).size).toBe(chats.size)
}

/** Everything asked for was said once, or its receipt says that nobody knows; replies went to whom they were meant for. */
function answersOnce({ stage, texts }: Adventure): void {
  const sent = stage.world.sent()
  const said = sent.map(({ text }) => text)
  expect(said).toEqual(first(said))
  const receipts = stage.runs.flatMap(({ events }) =>
    events.flatMap((one) => (one.type === 'receipt' ? [one.receipt] : [])),
  )
  expect(receipts.filter(({ outcome }) => outcome === 'refused')).toEqual([])
  const unknown = new Set(receipts.filter(({ outcome }) => outcome === 'unknown').map(({ clientMsgId }) => clientMsgId))
  const silent = stage.said.filter(({ id }) => !said.includes(`re: ${id}`))
  expect(silent.length + texts.filter((text) => !said.includes(text)).length).toBeLessThanOrEqual(unknown.size)
  for (const { to, text } of sent) {
    const asked = stage.said.find(({ id }) => text === `re: ${id}`)
    if (asked !== undefined) expect(to).toBe(asked.chat)
  }
}

test('whatever happens, every message is handled in order and every answer is given once', () => {
  fc.assert(
    fc.property(happenings, (story) => {
      const adventure = live(story)
      const { stage } = adventure
      expect(stage.runs.at(-1)?.states.at(-1)?.type).toBe('online')
      handsOutEverything(adventure)
      answersOnce(adventure)
      saysThingsOnce(stage)
      isQuietOnTheWire(stage)
      expect(savedIn(stage)).toMatchObject({ entries: [], outbox: [] })
      expect(stage.runs.flatMap(({ events }) => events.filter(({ type }) => type === 'crashed'))).toEqual([])
    }),
    { numRuns, seed },
  )
}, 120_000)
