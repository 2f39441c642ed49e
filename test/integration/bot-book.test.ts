import { map } from 'rxjs'
import { describe, expect, test } from 'vitest'
import type { PersonOptions } from '../../src/emulator/index.js'
import type { AddressBook, BotEvent, HttpResponse } from '../../src/index.js'
import { createStage, type Run, type Stage } from '../support/bot/stage.js'

const persons = (count: number): readonly PersonOptions[] =>
  Array.from({ length: count }, (_, n) => ({ id: `friend-${n}`, nickName: `Friend ${n}` }))

const bookOf = (run: Run): AddressBook => {
  let book: AddressBook | undefined
  run.bot.contacts$
    .subscribe((latest) => {
      book = latest
    })
    .unsubscribe()
  if (book === undefined) throw new Error('no address book came')
  return book
}

const partialIn = (events: readonly BotEvent[]) =>
  events.flatMap((event) => (event.type === 'partialBook' ? [event] : []))

/** What became of sends: the outcome, or the failure's message. */
function sendTo(run: Run, ...names: readonly string[]): readonly string[] {
  const fates: string[] = names.map(() => 'waiting')
  for (const [index, name] of names.entries())
    run.bot.send(name, 'hello').subscribe({
      next: ({ outcome }) => {
        fates[index] = outcome
      },
      error: (error: Error) => {
        fates[index] = error.message
      },
    })
  return fates
}

const seqs = (stage: Stage): number => stage.world.exchanges.list('webwxgetcontact').length

describe('all pages are read, whatever their size', () => {
  test.each([
    [5_000, 100],
    [5_000, 30],
    [300, 1],
    [20_000, 500],
  ])('%i friends in pages of %i', (count, pageSize) => {
    const stage = createStage({ accounts: [{ id: 'bot' }], persons: persons(count), pageSize })
    const run = stage.run()
    stage.advance(60_000)
    expect([bookOf(run).complete, bookOf(run).status]).toEqual([true, 'complete'])
    expect(bookOf(run).find(`Friend ${count - 1}`)).toHaveLength(1)
    const fates = sendTo(run, `Friend ${count - 1}`)
    stage.advance(10_000)
    expect(fates).toEqual(['accepted'])
    expect(partialIn(run.events)).toEqual([])
  })
})

/** Another body for the pages of the address book. */
const pages =
  (change: (fields: Record<string, unknown>, count: number) => Record<string, unknown>) =>
  (http: Parameters<NonNullable<Parameters<Stage['run']>[0]>['wire'] & object>[0]) => {
    let count = 0
    return (request: Parameters<typeof http>[0]) =>
      http(request).pipe(
        map((response): HttpResponse => {
          if (!request.url.includes('webwxgetcontact')) return response
          count += 1
          return { ...response, body: JSON.stringify(change(JSON.parse(response.body), count)) }
        }),
      )
  }

describe('pages that never end', () => {
  test('one whose Seq was there before is the last one', () => {
    const stage = createStage({ accounts: [{ id: 'bot' }], persons: persons(50) })
    const run = stage.run({ wire: pages((fields) => ({ ...fields, Seq: 7 })) })
    stage.advance(60_000)
    expect(bookOf(run).status).toBe('complete')
    expect(seqs(stage)).toBe(2)
  })

  test('some in a row with nobody new are followed by no more, and the book says why it is partial', () => {
    const stage = createStage({ accounts: [{ id: 'bot' }], persons: persons(50) })
    const run = stage.run({ wire: pages((fields, count) => ({ ...fields, Seq: count })) })
    stage.advance(60_000)
    expect(bookOf(run)).toMatchObject({ status: 'partial', complete: false, missing: { kind: 'decode' } })
    expect(partialIn(run.events)).toMatchObject([{ failure: { kind: 'decode' } }])
    expect(seqs(stage)).toBeLessThan(10)
    stage.advance(24 * 3_600_000)
    expect(seqs(stage)).toBeLessThan(10)
  })

  test('new people for ever fill the book, and no more than that', () => {
    const stage = createStage({ accounts: [{ id: 'bot' }], persons: persons(5) })
    const made = (count: number) =>
      Array.from({ length: 1_000 }, (_, n) => ({ UserName: `@${count}-${n}`, NickName: 'x', ContactFlag: 3 }))
    const run = stage.run({ wire: pages((fields, count) => ({ ...fields, MemberList: made(count), Seq: count })) })
    stage.advance(60_000)
    expect(bookOf(run)).toMatchObject({ status: 'partial', missing: { kind: 'overflow' } })
    expect(bookOf(run).size).toBeGreaterThanOrEqual(30_000)
    expect(bookOf(run).size).toBeLessThan(31_100)
  })
})

test.each(['null', 'absent'])('a list of members that is %s is an empty one', (what) => {
  const stage = createStage({ accounts: [{ id: 'bot' }], persons: persons(250), pageSize: 100 })
  const emptied = (fields: Record<string, unknown>) =>
    what === 'null' ? { ...fields, MemberList: null } : { ...fields, MemberList: undefined }
  const run = stage.run({ wire: pages((fields, count) => (count === 2 ? emptied(fields) : fields)) })
  stage.advance(60_000)
  expect(bookOf(run).status).toBe('complete')
  expect(bookOf(run).find('Friend 249')).toHaveLength(1)
  expect(run.events.filter(({ type }) => type === 'trouble')).toEqual([])
})

describe('a book that cannot be read', () => {
  test.each([
    ['retcode-1', 'retcode'],
    ['retcode-1205', 'retcode'],
    ['retcode-1101', 'loggedOut'],
    ['html', 'decode'],
    ['http-502', 'status'],
    ['hang', 'timeout'],
  ])('%s for good: an event says so, who is known is found, and who is not is no longer waited for', (name, kind) => {
    const stage = createStage()
    stage.world.fault({ name, endpoint: 'webwxgetcontact', times: 1_000 })
    const run = stage.run()
    stage.advance(2_000)
    const fates = sendTo(run, '项目组', 'Nobody at all')
    let found: readonly string[] = []
    run.bot.find('项目组').subscribe((contacts) => {
      found = contacts.map(({ nickName }) => nickName)
    })
    stage.advance(6 * 60_000)
    expect(partialIn(run.events)).toMatchObject([{ failure: { kind }, known: expect.any(Number) }])
    expect(bookOf(run)).toMatchObject({ status: 'partial', complete: false, missing: { kind } })
    const [known, unknown] = fates
    expect(unknown).toMatch(/^nobody is called "Nobody at all" in the part of the address book that could be read \(/)
    expect(known).toBe('accepted')
    expect(found).toEqual(['项目组'])
  })

  test('it is read again later by itself, and is complete then', () => {
    const stage = createStage()
    stage.world.fault({ name: 'retcode-1', endpoint: 'webwxgetcontact', times: 4 })
    const run = stage.run()
    stage.advance(60_000)
    expect(bookOf(run).status).toBe('partial')
    stage.advance(10 * 60_000)
    expect(bookOf(run).status).toBe('complete')
    expect(bookOf(run).missing).toBeUndefined()
    expect(bookOf(run).find('爱丽丝')).toHaveLength(1)
    const fates = sendTo(run, '爱丽丝')
    stage.advance(10_000)
    expect(fates).toEqual(['accepted'])
    expect(partialIn(run.events)).toHaveLength(1)
  })

  test('a session that begins anew reads it anew', () => {
    const stage = createStage()
    stage.world.fault({ name: 'retcode-1', endpoint: 'webwxgetcontact', times: 4 })
    const run = stage.run()
    stage.advance(30_000)
    expect(bookOf(run).status).toBe('partial')
    run.bot.stop()
    const next = stage.run()
    stage.advance(30_000)
    expect(bookOf(next).status).toBe('complete')
  })

  test('who is not in a partial book is not told to be new when sync speaks of them', () => {
    const stage = createStage()
    stage.world.fault({ name: 'retcode-1', endpoint: 'webwxgetcontact', times: 1_000 })
    const run = stage.run()
    const changes: string[] = []
    run.bot.contactChanges$.subscribe(({ type }) => changes.push(type))
    stage.advance(60_000)
    stage.world.person('carol').rename('Caroline')
    stage.advance(10_000)
    expect(changes).toEqual([])
  })

  test('details that never come leave the book partial, too, and are asked for again', () => {
    const stage = createStage()
    stage.world.fault({ name: 'hang', endpoint: 'webwxbatchgetcontact', times: 3 })
    const run = stage.run()
    stage.advance(3 * 60_000)
    expect(bookOf(run)).toMatchObject({ status: 'partial', missing: { kind: 'timeout' } })
    expect(partialIn(run.events)).toHaveLength(1)
    stage.advance(10 * 60_000)
    expect(bookOf(run).status).toBe('complete')
  })
})
