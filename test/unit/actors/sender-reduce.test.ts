import { describe, expect, test } from 'vitest'
import { outboxLimit, type SenderStep, senderReduce, senderStart } from '../../../src/actors/sender/sender-reduce.js'
import type { Outgoing, Receipt, SenderMessage } from '../../../src/actors/sender/sender-state.js'
import { failure } from '../../../src/errors.js'
import { emptyTable, valuesOf } from '../../../src/kernel/table.js'
import { aSession } from '../../support/a-session.js'

const item = (key: string, to = 'alice'): Outgoing => ({
  key,
  to,
  clientMsgId: key,
  content: { type: 'text', text: key },
})
const submit = (key: string, to?: string): SenderMessage => ({ type: 'submit', item: item(key, to) })
const online: SenderMessage = { type: 'online', sending: { session: aSession, self: '@me', epoch: 1 } }
const receipt = (key: string, to = 'alice'): Receipt => ({
  key,
  to,
  clientMsgId: key,
  outcome: 'accepted',
  msgId: `m${key}`,
})
const answered = (key: string, to?: string): SenderMessage => ({
  type: 'answered',
  item: item(key, to),
  receipt: receipt(key, to),
})
const tooOften = (key: string, to?: string): SenderMessage => ({ type: 'tooOften', item: item(key, to) })

function walk(messages: readonly SenderMessage[]): readonly SenderStep[] {
  const steps: SenderStep[] = []
  for (const message of messages) steps.push(senderReduce(steps.at(-1)?.state ?? senderStart, message))
  return steps
}

const attempts = (step: SenderStep | undefined): readonly string[] =>
  (step?.effects ?? []).map((effect) => (effect.type === 'rest' ? `rest ${effect.pause}` : effect.item.key))

const slow = (key: string, to?: string): SenderMessage => ({ type: 'slow', item: item(key, to) })

test('nothing is sent without a session, and what waited goes when there is one, as it was asked for', () => {
  const steps = walk([submit('1'), submit('2', 'bob'), submit('3'), online, answered('1'), answered('2', 'bob')])
  expect(steps.map(attempts)).toEqual([[], [], [], ['1'], ['2'], ['3']])
})

test('the next goes after the answer to the one before it, to whomever it is', () => {
  const asked = [submit('1'), submit('2', 'bob'), submit('3'), submit('4', 'bob')]
  const steps = walk([online, ...asked, answered('1'), answered('2', 'bob'), answered('3')])
  expect(steps.map(attempts)).toEqual([[], ['1'], [], [], [], ['2'], ['3'], ['4']])
})

test('the order is that of the ids, however many digits they have', () => {
  const steps = walk([
    submit('10', 'carol'),
    submit('9', 'bob'),
    submit('8'),
    online,
    answered('8'),
    answered('9', 'bob'),
  ])
  expect(steps.map(attempts)).toEqual([[], [], [], ['8'], ['9'], ['10']])
})

test('one that takes long holds up its own conversation only, and the next one is waited for again', () => {
  const asked = [submit('1'), submit('2'), submit('3', 'bob'), submit('4', 'carol')]
  const steps = walk([online, ...asked, slow('1'), slow('1'), answered('3', 'bob'), answered('1'), slow('4', 'carol')])
  expect(steps.slice(5).map(attempts)).toEqual([['3'], [], ['4'], [], ['2']])
})

test('what is slow or ends while another one leads does not let a third go', () => {
  const asked = [submit('1'), submit('3', 'bob'), submit('4', 'carol')]
  const steps = walk([online, ...asked, slow('1'), answered('1'), slow('1'), answered('3', 'bob')])
  expect(steps.slice(4).map(attempts)).toEqual([['3'], [], [], ['4']])
})

test('a loss of the session keeps the item first in its conversation', () => {
  const gone = failure('loggedOut', { endpoint: 'webwxsendmsg', code: 1100 })
  const steps = walk([
    online,
    submit('1'),
    submit('2'),
    { type: 'lost', item: item('1'), failure: gone, sid: aSession.sid },
    online,
  ])
  expect(steps.map(attempts)).toEqual([[], ['1'], [], [], ['1']])
  expect(steps[3]?.events).toEqual([{ type: 'lost', failure: gone, sid: aSession.sid }])
})

test('a loss of an old session does not stop the present one', () => {
  const gone = failure('loggedOut', { endpoint: 'webwxsendmsg', code: 1100 })
  const steps = walk([online, submit('1'), { type: 'lost', item: item('1'), failure: gone, sid: 'an older one' }])
  expect(attempts(steps[2])).toEqual(['1'])
  expect(steps[2]?.events ?? []).toEqual([])
})

describe('a send that ends its session', () => {
  const gone = failure('loggedOut', { endpoint: 'webwxsendmsg', code: 1101 })
  const of = (sid: string): SenderMessage => ({
    type: 'online',
    sending: { session: { ...aSession, sid }, self: '@me', epoch: 1 },
  })
  const lost = (key: string, sid: string, to?: string): SenderMessage => ({
    type: 'lost',
    item: item(key, to),
    failure: gone,
    sid,
  })
  const told = (step: SenderStep | undefined): readonly string[] =>
    (step?.events ?? []).map((event) =>
      event.type === 'receipt' ? `${event.receipt.key} ${event.receipt.outcome}` : event.type,
    )

  test('is refused when it says the same of that session, opened anew; so are those after it, until one is accepted', () => {
    const steps = walk([
      of('a'),
      submit('1'),
      submit('2'),
      submit('3'),
      submit('4'),
      lost('1', 'a'),
      of('a'),
      lost('1', 'a'),
      lost('2', 'a'),
      answered('3'),
      lost('4', 'a'),
    ])
    expect(steps.slice(5).map(told)).toEqual([['lost'], [], ['1 refused'], ['2 refused'], ['3 accepted'], ['lost']])
    expect(steps[7]?.events).toMatchObject([{ receipt: { code: 1101, reason: gone.message } }])
  })

  test('is believed of two sessions in a row, and refused by the third', () => {
    const steps = walk([of('a'), submit('1'), lost('1', 'a'), of('b'), lost('1', 'b'), of('c'), lost('1', 'c')])
    expect(steps.map(told)).toEqual([[], [], ['lost'], [], ['lost'], [], ['1 refused']])
  })

  test('ends it once, whoever else was on the way in it: they go again in the next one', () => {
    const steps = walk([
      of('a'),
      submit('1'),
      submit('2', 'bob'),
      slow('1'),
      lost('1', 'a'),
      { type: 'offline' },
      lost('2', 'a', 'bob'),
      of('b'),
      answered('1'),
    ])
    expect(steps.flatMap(told)).toEqual(['lost', '1 accepted'])
    expect(steps.slice(7).map(attempts)).toEqual([['1'], ['2']])
  })
})

test('"too often" opens the breaker for 30 s, then one item probes, then four times as long', () => {
  const steps = walk([
    online,
    submit('1'),
    submit('2', 'bob'),
    slow('1'),
    tooOften('1'),
    tooOften('2', 'bob'),
    submit('3', 'carol'),
    { type: 'rested' },
    slow('1'),
    tooOften('1'),
  ])
  expect(steps.map(attempts)).toEqual([[], ['1'], [], ['2'], ['rest 30000'], [], [], ['1'], [], ['rest 120000']])
})

test('the breaker waits half an hour at the longest and closes at the first success', () => {
  const often: SenderMessage[] = [online, submit('1'), submit('2')]
  for (let time = 0; time < 6; time += 1) often.push(tooOften('1'), { type: 'rested' })
  const steps = walk([...often, answered('1')])
  const rests = steps.flatMap(attempts).filter((effect) => effect.startsWith('rest'))
  expect(rests).toEqual(['rest 30000', 'rest 120000', 'rest 480000', 'rest 1800000', 'rest 1800000', 'rest 1800000'])
  const end = steps.at(-1)
  expect([end?.state.breaker, end?.state.level, attempts(end)]).toEqual(['closed', 0, ['2']])
})

test('a refused probe lets the next item probe', () => {
  const refused: Receipt = { key: '1', to: 'alice', clientMsgId: '1', outcome: 'refused', reason: 'no' }
  const steps = walk([
    online,
    submit('1'),
    submit('2', 'bob'),
    tooOften('1'),
    tooOften('2', 'bob'),
    { type: 'rested' },
    { type: 'answered', item: item('1'), receipt: refused },
  ])
  expect(attempts(steps.at(-1))).toEqual(['2'])
})

test('a full queue refuses what comes next and keeps what it has', () => {
  let state = senderStart
  for (let n = 0; n < outboxLimit; n += 1) state = senderReduce(state, submit(`${n}`, `c${n % 7}`)).state
  const step = senderReduce(state, submit('one too many'))
  expect(step.events).toEqual([{ type: 'overflow', item: item('one too many'), limit: outboxLimit }])
  expect(step.state.size).toBe(outboxLimit)
})

describe('who would rather be refused than wait', () => {
  const impatient = (key: string, at?: number): Outgoing => ({
    ...item(key),
    tooOften: 'refuse',
    ...(at === undefined ? {} : { at }),
  })
  const resting: readonly SenderMessage[] = [online, submit('1', 'bob'), tooOften('1', 'bob')]
  const refusals = (step: SenderStep | undefined): readonly string[] =>
    (step?.events ?? []).flatMap((event) =>
      event.type === 'receipt' && event.receipt.outcome === 'refused'
        ? [`${event.receipt.key} ${event.receipt.code}`]
        : [],
    )

  test('is refused while sending rests, and until one send found out that it may go on', () => {
    const steps = walk([
      ...resting,
      { type: 'submit', item: impatient('now') },
      { type: 'rested' },
      { type: 'submit', item: impatient('then') },
      answered('1', 'bob'),
      { type: 'submit', item: impatient('later') },
    ])
    expect(steps.map(refusals)).toEqual([[], [], [], ['now 1205'], [], ['then 1205'], [], []])
    expect(attempts(steps.at(-1))).toEqual(['later'])
  })

  test('and has a time of its own: it counts what is so then, not when it was asked for', () => {
    const early = impatient('early', 1)
    const late = impatient('late', 2)
    const steps = walk([
      ...resting,
      { type: 'submit', item: early },
      { type: 'submit', item: late },
      { type: 'due', item: early },
      { type: 'rested' },
      answered('1', 'bob'),
      { type: 'due', item: late },
    ])
    expect(steps.map(refusals)).toEqual([[], [], [], [], [], ['early 1205'], [], [], []])
    expect(attempts(steps.at(-1))).toEqual(['late'])
    expect([steps.at(-1)?.state.size, valuesOf(steps.at(-1)?.state.held ?? emptyTable)]).toEqual([1, []])
  })
})
