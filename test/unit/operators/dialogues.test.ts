import { exhaustMap, map, mergeMap, of, Subject } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { said } from '../../../marbles/messages.js'
import {
  ask,
  awaitReceipt,
  type Behaviour,
  broadcast,
  type Command,
  command,
  type Receipt,
  reply,
  revoke,
  text,
} from '../../../src/index.js'
import { testBot } from '../../../src/testing/index.js'
import { createStage } from '../../support/operators/stage.js'
import { wrongUse } from '../../support/operators/wrong-use.js'

const texts = (seen: readonly (Command | string)[]) =>
  seen.map((one) => (typeof one === 'string' ? one : one.type === 'send' ? one.text : one.type))

describe('ask', () => {
  test('the answer is that of the same person in the same conversation, and any text by default', () => {
    const { view, messages$, say, watch } = createStage()
    const { seen } = watch(
      ask(view, said('alice', '/x', 'team'), 'who?', { answered: (answer) => text('me', answer.toUpperCase()) }),
    )
    say('bob', 'b', 'team')
    say('alice', 'a')
    say('alice', 'c', 'team')
    say('alice', 'd', 'team')
    expect(texts(seen)).toEqual(['who?', 'C', '|'])
    expect(messages$.observed).toBe(false)
  })

  test('each question has its time, and a wrong answer is asked again so often and no more', () => {
    const { view, say, advance, watch } = createStage()
    const asked$ = ask<never>(view, said('alice', '/x'), 'who?', {
      accept: () => undefined,
      timeout: 1_000,
      retries: 2,
      again: 'no, who?',
      answered: () => undefined,
      otherwise: (why) => [text('me', why), text('me', 'so be it')],
    })
    const { seen } = watch(asked$)
    for (const answer of ['1', '2', '3', '4']) {
      advance(999)
      say('alice', answer)
    }
    expect(texts(seen)).toEqual(['who?', 'no, who?', 'no, who?', 'refused', 'so be it', '|'])
    const { seen: silent } = watch(asked$)
    advance(999)
    expect(texts(silent)).toEqual(['who?'])
    advance(1)
    expect(texts(silent)).toEqual(['who?', 'timeout', 'so be it', '|'])
  })

  test('unsubscribing ends the wait; an accept that throws is an error; nothing else is said by default', () => {
    const { view, messages$, say, advance, watch } = createStage()
    const { seen, stop } = watch(ask(view, said('alice', 'x'), 'who?', { answered: () => undefined }))
    stop()
    expect(messages$.observed).toBe(false)
    advance(1_000_000)
    expect(texts(seen)).toEqual(['who?'])
    const accept = (): string => {
      throw new Error('no')
    }
    const { seen: broken } = watch(ask(view, said('alice', 'x'), 'who?', { accept, answered: () => undefined }))
    say('alice', 'me')
    expect(texts(broken)).toEqual(['who?', '# no'])
    const { seen: late } = watch(
      ask(view, { id: 'bob', name: 'bob', userName: '@bob' }, 'who?', { answered: () => undefined }),
    )
    advance(300_000)
    expect(texts(late)).toEqual(['who?', '|'])
  })

  test('a whole bot: a dialogue of two questions, side by side with another person', () => {
    const order: Behaviour = (messages$, bot) =>
      messages$.pipe(
        command('order'),
        mergeMap((message) =>
          ask(bot, message, 'What?', {
            answered: (what) =>
              ask(bot, message, 'How many?', { answered: (count) => reply(message, `${count} ${what}`) }),
          }),
        ),
      )
    const { says, sentTo } = testBot(order)
    says('Alice', '/order')
    says('Bob', '/order')
    says('Alice', 'tea')
    says('Bob', 'cake')
    says('Alice', '2')
    says('Bob', '1')
    expect([sentTo('Alice'), sentTo('Bob')]).toEqual([
      ['What?', 'How many?', '2 tea'],
      ['What?', 'How many?', '1 cake'],
    ])
  })
})

const receipt = (key: string, outcome: 'accepted' | 'refused' = 'accepted'): Receipt => {
  const known = { key, to: '', clientMsgId: '' }
  return outcome === 'accepted' ? { ...known, outcome, msgId: '7' } : { ...known, outcome, reason: 'no' }
}
const keyOf = (seen: readonly (Command | string)[]): string => {
  const last = seen.at(-1)
  return typeof last === 'object' && last.type === 'send' ? (last.key ?? '') : ''
}

describe('awaitReceipt', () => {
  test('only its own receipt counts, once; without one in time there is another way', () => {
    const { view, receipts$, advance, watch } = createStage()
    const send = { type: 'send', to: 'alice', text: 'hi' } as const
    const awaited$ = awaitReceipt(view, send, {
      received: ({ outcome }) => text('me', outcome),
      otherwise: () => of(text('me', 'nothing')),
      timeout: 1_000,
    })
    const { seen } = watch(awaited$)
    const { seen: other } = watch(awaited$)
    expect(keyOf(seen)).not.toBe(keyOf(other))
    receipts$.next(receipt(keyOf(seen), 'refused'))
    advance(1_000)
    expect(texts(seen)).toEqual(['hi', 'refused', '|'])
    expect(texts(other)).toEqual(['hi', 'nothing', '|'])
    expect(receipts$.observed).toBe(false)
    const { stop } = watch(awaited$)
    stop()
    expect(receipts$.observed).toBe(false)
  })

  test('a Command that cannot be sent is not waited for', () => {
    const { view, events$, watch } = createStage()
    const failed = (key: string) => ({ type: 'behaviourFailed', name: 'x', isCommand: true, key, error: 'no' }) as const
    const command = { type: 'send', to: 'nobody', text: 'hi', key: 'mine' } as const
    const { seen } = watch(
      awaitReceipt(view, command, { received: () => undefined, otherwise: () => text('me', 'no') }),
    )
    events$.next({ type: 'behaviourFailed', name: 'x', error: 'another' })
    events$.next(failed('another'))
    expect(texts(seen)).toEqual(['hi'])
    events$.next(failed('mine'))
    expect(texts(seen)).toEqual(['hi', 'no', '|'])
    expect(events$.observed).toBe(false)
  })

  test('a whole bot: what was said is taken back, under the MsgId of the receipt', () => {
    const msgIds: string[] = []
    const secret: Behaviour = (messages$, bot) =>
      messages$.pipe(
        command('secret'),
        exhaustMap((message) =>
          awaitReceipt(
            bot,
            { type: 'send', to: message, text: 'psst' },
            {
              received: (got) => {
                if (got.outcome !== 'accepted') return undefined
                msgIds.push(got.msgId)
                return revoke(message, got.msgId)
              },
            },
          ),
        ),
      )
    const { says, sentTo, sent, events } = testBot(secret)
    says('Alice', '/secret')
    says('Alice', '/secret')
    expect(sentTo('Alice').length).toBeGreaterThanOrEqual(2)
    expect(new Set(msgIds).size).toBe(2)
    expect(sent().map(({ text: one }) => one)).toContain('psst')
    const outcomes = events.flatMap((event) => (event.type === 'receipt' ? [event.receipt.outcome] : []))
    expect(outcomes).toEqual(['accepted', 'accepted', 'accepted', 'accepted'])
  })
})

describe('broadcast', () => {
  const everybody = ['a', 'b', 'c', 'd', 'e']

  test('one after the other: after the receipt, and after the pause; nobody twice', () => {
    const { view, receipts$, advance, watch } = createStage()
    const { seen } = watch(broadcast(view, ['a', 'b', 'a', { id: 'b' }], (to) => `hi ${String(to)}`, { every: 1_000 }))
    receipts$.next(receipt(keyOf(seen)))
    advance(999)
    expect(seen).toHaveLength(1)
    advance(1)
    expect(texts(seen)[1]).toBe('hi [object Object]')
    advance(5_000)
    receipts$.next(receipt(keyOf(seen)))
    expect(seen.at(-1)).toBe('|')
  })

  test('a whole bot: a name that nobody has does not hold it up', () => {
    const news: Behaviour = (messages$, bot) =>
      messages$.pipe(
        command('news'),
        exhaustMap(() => broadcast(bot, ['Nobody', 'Bob', 'Mallory'], 'news', { every: 1_000 })),
      )
    const { says, advance, sentTo, events } = testBot(news)
    says('Bob', 'hello')
    says('Mallory', '/news')
    advance(5_000)
    expect([sentTo('Bob'), sentTo('Mallory')]).toEqual([['news'], ['news']])
    expect(events.find(({ type }) => type === 'behaviourFailed')).toMatchObject({
      isCommand: true,
      key: expect.stringContaining('await-'),
      error: { kind: 'target' },
    })
  })

  test('nothing is waited for after the last', () => {
    const { view, receipts$, watch } = createStage()
    const { seen } = watch(broadcast(view, ['a'], 'hi'))
    receipts$.next(receipt(keyOf(seen)))
    expect(texts(seen)).toEqual(['hi', '|'])
  })

  test('a receipt that never comes does not hold it up for ever', () => {
    const { view, advance, watch } = createStage()
    const { seen } = watch(broadcast(view, everybody, 'hi', { every: 1_000 }))
    advance(299_999)
    expect(seen).toHaveLength(1)
    advance(1)
    expect(seen).toHaveLength(2)
  })

  test('it ends when it is stopped, too often, or refused several times in a row', () => {
    const { view, receipts$, events$, advance, watch } = createStage()
    const stop$ = new Subject<void>()
    const { seen: stopped } = watch(broadcast(view, everybody, 'hi', { stop$ }))
    stop$.next()
    const { seen: tooOften } = watch(broadcast(view, everybody, 'hi'))
    events$.next({ type: 'skipped', count: 1 })
    events$.next({ type: 'rateLimited', pause: 30_000 })
    expect([texts(stopped), texts(tooOften)]).toEqual([
      ['hi', '|'],
      ['hi', '|'],
    ])
    const { seen } = watch(broadcast(view, everybody, 'hi', { strikes: 2, every: 1 }))
    for (const outcome of ['refused', 'accepted', 'refused', 'refused'] as const) {
      receipts$.next(receipt(keyOf(seen), outcome))
      advance(1)
    }
    expect(texts(seen)).toEqual(['hi', 'hi', 'hi', 'hi', '|'])
    expect([receipts$.observed, events$.observed, stop$.observed]).toEqual([false, false, false])
  })

  test('too many are refused at once', () => {
    const { view } = createStage()
    expect(() => broadcast(view, everybody, 'hi', { limit: 4 })).toThrow('a broadcast goes to at most 4, not to 5')
    expect(() => broadcast(view, everybody, 'hi', { every: 0 })).toThrow(wrongUse)
  })

  test('a whole bot: everybody gets it, at this pace', () => {
    const news: Behaviour = (messages$, bot) =>
      messages$.pipe(
        command('news'),
        exhaustMap((message) => broadcast(bot, [message.from, 'filehelper'], 'news', { every: 60_000 })),
        map((one) => one),
      )
    const { says, sentTo, advance } = testBot(news)
    says('Alice', '/news')
    expect([sentTo('Alice'), sentTo('filehelper')]).toEqual([['news'], []])
    advance(60_000)
    expect([sentTo('Alice'), sentTo('filehelper')]).toEqual([['news'], ['news']])
  })
})
