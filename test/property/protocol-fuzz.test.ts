import { expect, test } from 'vitest'
import { isFailure } from '../../src/errors.js'
import { contactsOf, decodeContact } from '../../src/protocol/contact.js'
import { listOf } from '../../src/protocol/fields.js'
import { isFields } from '../../src/protocol/json.js'
import { decodeMessage } from '../../src/protocol/message.js'
import { mutate } from '../support/hostile/mutate.js'
import { readers } from '../support/hostile/readers.js'
import { recorded } from '../support/hostile/recorded.js'

/** `RXWX_FUZZ=100000 RXWX_SEED=7` look further, and elsewhere. */
const count = Number(process.env.RXWX_FUZZ ?? 10_000)
const seed = Number(process.env.RXWX_SEED ?? 20_200_101)

let state = seed
const chance = (below: number): number => {
  state = (state + 0x6d2b79f5) | 0
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below)
}

/** What is made of what was read: messages and contacts are decoded, too. */
function use(value: unknown): void {
  if (!isFields(value)) return
  for (const raw of [...listOf(value.messages)].filter(isFields)) JSON.stringify(decodeMessage(raw, '@me'))
  for (const name of ['modContacts', 'contacts'])
    for (const raw of contactsOf(value[name])) JSON.stringify(decodeContact(raw))
}

test(`${count.toLocaleString('en')} damaged answers are values or failures, and nothing else is ever thrown`, () => {
  const bodies = recorded().filter(({ endpoint }) => endpoint in readers)
  expect(new Set(bodies.map(({ endpoint }) => endpoint)).size).toBeGreaterThan(9)
  const outcomes = { value: 0, failure: 0 }
  for (let n = 0; n < count; n += 1) {
    const { endpoint, body } = bodies[chance(bodies.length)] ?? { endpoint: '', body: '' }
    const damaged = mutate(body, bodies[chance(bodies.length)]?.body ?? '', chance)
    const result = readers[endpoint]?.({ status: 200, setCookies: [], body: damaged })
    if (result === undefined) throw new Error(endpoint)
    if (result._tag === 'Right') use(result.right)
    else if (!isFailure(result.left)) throw new Error(`${endpoint}: not a failure`)
    outcomes[result._tag === 'Right' ? 'value' : 'failure'] += 1
  }
  expect(Reflect.get({}, 'x')).toBeUndefined()
  // Both happen, so both were tried.
  expect(Math.min(outcomes.value, outcomes.failure)).toBeGreaterThan(count / 50)
}, 300_000)
