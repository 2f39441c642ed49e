import { NEVER, Subject } from 'rxjs'
import { expect, test } from 'vitest'
import { createClientMsgIds } from '../../../src/actors/sender/client-msg-ids.js'
import { type Changes, memoryStore } from '../../../src/index.js'
import { createVirtualClock } from '../../../src/testing/index.js'

test('what one reservation promised is not taken back by another that was asked for at the same time', () => {
  const { scheduler } = createVirtualClock()
  const asked: Changes[] = []
  const landed$ = new Subject<void>()
  const store = {
    ...memoryStore(),
    commit: (changes: Changes) => {
      asked.push(changes)
      return landed$
    },
  }
  const env = { store, scheduler, http: () => NEVER, random: () => 0, log: () => {} }
  const cookies = { header: () => '', receive: () => {}, value: () => undefined, save: () => [], restore: () => {} }
  const ids = createClientMsgIds({ ...env, cookies }, '')
  const early = ids.next()
  let late = early
  for (let n = 0; n < 5_000; n += 1) late = ids.next()
  ids.reserve(late).subscribe()
  ids.reserve(early).subscribe()
  const reserved = asked.map(({ clientMsgId = '' }) => BigInt(clientMsgId))
  expect(reserved.every((until) => until > BigInt(late))).toBe(true)
})
