import { map } from 'rxjs'
import { describe, expect, test } from 'vitest'
import type { AddressBook, Env } from '../../src/index.js'
import { keepsItsPromises } from '../support/bot/promises.js'
import { createStage, type Run, type Stage, savedIn, typesOf } from '../support/bot/stage.js'

type Answer = Record<string, unknown>

/** Changes every answer of an endpoint. */
const changing =
  (endpoint: string, change: (answer: Answer) => void) =>
  (http: Env['http']): Env['http'] =>
  (request) =>
    http(request).pipe(
      map((response) => {
        if (request.endpoint !== endpoint) return response
        // NewMsgId is a bare number beyond 2^53.
        const answer = JSON.parse(response.body.replace(/("NewMsgId": ?)(\d+)/g, '$1"$2"')) as Answer
        change(answer)
        return { ...response, body: JSON.stringify(answer) }
      }),
    )

/** Says things and changes names, before and after a restart. */
function live(options: {
  readonly endpoint?: string
  readonly change?: (answer: Answer) => void
  readonly fault?: string
}): {
  readonly stage: Stage
  readonly run: Run
  readonly book: () => AddressBook | undefined
} {
  const { endpoint = '', change = () => {}, fault } = options
  const stage = createStage()
  if (fault !== undefined) stage.world.fault({ name: fault, endpoint: '*', times: 1_000_000 })
  const start = (): Run => stage.run({ wire: changing(endpoint, change) })
  start()
  stage.advance(10_000)
  const talk = (): void => {
    for (let n = 0; n < 5; n += 1) {
      stage.say('alice', `alice ${n}`)
      stage.sayIn('team', 'bob', `team ${n}`)
      stage.world.person('alice').rename(`爱丽丝 ${n}`)
      stage.advance(60_000)
    }
  }
  talk()
  stage.runs[0]?.bot.stop()
  const run = start()
  let book: AddressBook | undefined
  run.bot.contacts$.subscribe((latest) => {
    book = latest
  })
  stage.advance(10_000)
  talk()
  return { stage, run, book: () => book }
}

const isWell = ({ stage, run }: { readonly stage: Stage; readonly run: Run }): void => {
  for (const { events } of stage.runs) expect(typesOf(events)).toEqual(['loggedIn'])
  expect(run.states.at(-1)?.type).toBe('online')
  keepsItsPromises(stage)
}

const keysOf = (answer: Answer, change: (key: { Count: unknown; List: unknown }) => unknown): void => {
  for (const name of ['SyncKey', 'SyncCheckKey'])
    if (answer[name] !== undefined) answer[name] = change(answer[name] as { Count: unknown; List: unknown })
}

const texts = (List: unknown): unknown =>
  (List as readonly { Key: number; Val: number }[]).map(({ Key, Val }) => ({ Key: `${Key}`, Val: `${Val}` }))

describe('the wire in other types than usual', () => {
  test.each(['string-numbers', 'null-lists', 'missing-lists', 'wrong-counts'])(
    '%s everywhere and for ever: everything arrives, the book is read, and a restart goes on where it was',
    (fault) => {
      const lived = live({ fault })
      isWell(lived)
      const usual = live({})
      const plain = (book: AddressBook | undefined) =>
        JSON.stringify(book?.all(), (name, value) => (name === 'raw' ? undefined : value))
      expect(lived.book()?.complete).toBe(true)
      expect(plain(lived.book())).toEqual(plain(usual.book()))
    },
  )

  test.each<[string, Parameters<typeof keysOf>[1]]>([
    ['Key and Val as digits', ({ Count, List }) => ({ Count, List: texts(List) })],
    ['Count as digits', ({ Count, List }) => ({ Count: `${Count}`, List })],
    ['no Count', ({ List }) => ({ List })],
    ['a Count that disagrees with the list', ({ List }) => ({ Count: 99, List })],
  ])('keys with %s are followed, and go back as they came', (_, change) => {
    for (const endpoint of ['webwxsync', 'webwxinit'])
      isWell(live({ endpoint, change: (answer) => keysOf(answer, change) }))
  })

  test('digits stay digits in the store and on the wire', () => {
    const { stage } = live({
      endpoint: 'webwxsync',
      change: (answer) => keysOf(answer, ({ Count, List }) => ({ Count: `${Count}`, List: texts(List) })),
    })
    const { keys } = savedIn(stage)
    expect(keys?.sync).toEqual({
      Count: '7',
      List: expect.arrayContaining([{ Key: '2', Val: expect.stringMatching(/^7\d+$/) }]),
    })
  })

  test.each<[string, unknown]>([
    ['{}', {}],
    ["''", ''],
    ['null', null],
    ['a text', '1_2|3_4'],
    ['Count 0 and no list', { Count: 0, List: null }],
    ['pairs that are none', { Count: 1, List: [null] }],
  ])('a key that is %s is none: the position stays, and nothing is lost or costs the session', (_, key) => {
    isWell(live({ endpoint: 'webwxsync', change: (answer) => keysOf(answer, () => key) }))
  })

  test.each([{}, '', { Count: 0, List: [] }])('a resumed session needs no key of webwxinit: %j', (key) => {
    const stage = createStage()
    stage.run()
    stage.advance(10_000)
    stage.runs[0]?.bot.stop()
    stage.say('alice', 'meanwhile')
    const run = stage.run({ wire: changing('webwxinit', (answer) => keysOf(answer, () => key)) })
    stage.advance(30_000)
    expect(typesOf(run.states)).toEqual(['idle', 'resuming', 'online'])
    expect(run.messages).toHaveLength(1)
    keepsItsPromises(stage)
  })

  test('a new session without a key is no session, and the bot says so when it gives up', () => {
    const stage = createStage()
    const run = stage.run({ wire: changing('webwxinit', (answer) => keysOf(answer, () => ({}))) })
    stage.advance(700_000)
    expect(run.end()?.error).toMatchObject({
      kind: 'gaveUp',
      detail: { last: expect.stringContaining('SyncKey is empty') },
    })
    expect(stage.world.exchanges.list('webwxinit').length).toBeLessThan(60)
  })
})
