import { Subject, scan, take, tap } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { noticed, said } from '../../../marbles/messages.js'
import { allowed, command, fromSender, inChat, type Message, perConversation } from '../../../src/index.js'
import { createStage } from '../../support/operators/stage.js'
import { wrongUse } from '../../support/operators/wrong-use.js'

test('inChat keeps conversations by name, own id and party', () => {
  const { messages$, say, watch } = createStage()
  const { seen } = watch(messages$.pipe(inChat('alice', { id: 'team' })))
  say('alice', '1')
  say('alice', '2', 'team')
  say('bob', '3')
  say('alice', '4', 'others')
  expect(seen.map((one) => (one as Message).id)).toEqual(['alice: 1', 'alice: 2'])
})

test('a conversation whose name is not known yet is not the one that is called nothing', () => {
  const { messages$, watch } = createStage()
  const { seen } = watch(messages$.pipe(inChat('')))
  messages$.next({ ...said('alice', '1'), conversation: { id: '7', kind: 'person', name: '', userName: '@7' } })
  expect(seen).toEqual([])
})

test('fromSender keeps people wherever they speak', () => {
  const { messages$, say, watch } = createStage()
  const { seen } = watch(messages$.pipe(fromSender('alice')))
  say('alice', '1')
  say('alice', '2', 'team')
  say('bob', '3', 'alice')
  expect(seen.map((one) => (one as Message).id)).toEqual(['alice: 1', 'alice: 2'])
})

test('allowed takes own ids only, and without any lets nobody through', () => {
  for (const name of ['alice', '', 'p_', '@userName', 'P_0123', 'p_ab cd', 'filehelper'])
    expect(() => allowed(name)).toThrow(/no own id/)
  const { messages$, watch } = createStage()
  const { seen } = watch(messages$.pipe(allowed()))
  messages$.next(said('alice', '1'))
  expect(seen).toEqual([])
})

describe('command', () => {
  const argsOf = (text: string) => {
    const { messages$, say, watch } = createStage()
    const { seen } = watch(messages$.pipe(command('add')))
    say('alice', text)
    return seen.map((one) => (typeof one === 'string' ? one : one.args))
  }

  test.each([
    ['/add', []],
    ['/ADD 1  2', ['1', '2']],
    ['/add "two words" “drei mal vier” 「五 六」', ['two words', 'drei mal vier', '五 六']],
    ['/add "not closed 1 2', ['not closed 1 2']],
    ['/add ""', ['']],
    ['@me\u2005/add 1', ['1']],
    ['@my long name\u2005/add 1', ['1']],
    ['@me /add a\u2005b', ['a', 'b']],
  ])('%s has the arguments %j', (text, args) => {
    expect(argsOf(text)).toEqual([args])
  })

  test.each(['add', '/adder', '/ add', 'x /add', '@me', '@', ''])('%j is none', (text) => {
    expect(argsOf(text)).toEqual([])
  })

  test('what is no text is no command', () => {
    const { messages$, watch } = createStage()
    const { seen } = watch(messages$.pipe(command('add')))
    messages$.next(noticed('/add 1', 'team'))
    expect(seen).toEqual([])
  })

  test('a long hostile text is read once', () => {
    const text = `/add ${'“"'.repeat(50_000)}`
    expect(argsOf(text)).toHaveLength(1)
    expect(argsOf(`/add ${'1'.repeat(200_000)}x`)).toHaveLength(1)
  })

  test.each([
    ['/add 10 a b', [10, 'a b']],
    ['/add -1.5', [-1.5, '']],
    ['/add １０ 茶', [10, '茶']],
    ['/add ten', undefined],
    ['/add', undefined],
    ['/add 1e9', undefined],
    ['/add 0x10', undefined],
    ['/add NaN', undefined],
    [`/add ${'1'.repeat(31)}`, undefined],
  ])('%s as a number and the rest is %j', (text, values) => {
    const { messages$, say, watch } = createStage()
    const { seen } = watch(messages$.pipe(command('add', { args: ['number', 'rest'] })))
    say('alice', text)
    expect(seen).toEqual([expect.objectContaining({ values })])
  })

  test.each([
    ['/add a', ['a', undefined]],
    ['/add a 2', ['a', 2]],
    ['/add a b', undefined],
    ['/add a 2 3', undefined],
  ])('%s as a word and perhaps a number is %j', (text, values) => {
    const { messages$, say, watch } = createStage()
    const { seen } = watch(messages$.pipe(command('add', { args: ['word', 'number?'] })))
    say('alice', text)
    expect(seen).toEqual([expect.objectContaining({ values })])
  })
})

describe('perConversation', () => {
  const count = perConversation<Message, string>(
    (one$, id) =>
      one$.pipe(
        scan((counted) => counted + 1, 0),
        (counted$) => counted$.pipe(scan((_, counted) => `${id} ${counted}`, '')),
      ),
    { limit: 2 },
  )

  test('above the limit the conversation that was silent for longest is closed and begins anew', () => {
    const { messages$, say, watch } = createStage()
    const { seen } = watch(messages$.pipe(count))
    for (const who of ['alice', 'bob', 'alice', 'carol', 'alice', 'bob']) say(who, 'x')
    expect(seen).toEqual(['alice 1', 'bob 1', 'alice 2', 'carol 1', 'alice 3', 'bob 1'])
    expect(() => perConversation((one$) => one$, { limit: 0 })).toThrow(wrongUse)
    const ended: string[] = []
    watch(
      messages$.pipe(perConversation((one$, id) => one$.pipe(tap({ complete: () => ended.push(id) })), { limit: 2 })),
    )
    for (const who of ['alice', 'bob', 'alice', 'carol']) say(who, 'x')
    expect(ended).toEqual(['bob'])
  })

  test('each stream ends with the messages and fails with them', () => {
    const ended: string[] = []
    const watching = (source$: Subject<Message>) =>
      source$
        .pipe(
          perConversation((one$, id) => {
            one$.subscribe({ complete: () => ended.push(`${id} |`), error: () => ended.push(`${id} #`) })
            return one$
          }),
        )
        .subscribe({ complete: () => ended.push('|'), error: () => ended.push('#') })
    const one$ = new Subject<Message>()
    watching(one$)
    one$.next(said('alice', 'x'))
    one$.complete()
    const two$ = new Subject<Message>()
    watching(two$)
    two$.next(said('bob', 'x'))
    two$.error(new Error('x'))
    expect(ended).toEqual(['alice |', '|', 'bob #', '#'])
  })

  test('a project that fails or throws fails the whole, and unsubscribing ends everything', () => {
    const { messages$, say, watch } = createStage()
    const { seen } = watch(
      messages$.pipe(
        perConversation(() => {
          throw new Error('no')
        }),
      ),
    )
    say('alice', 'x')
    expect(seen).toEqual(['# no'])
    expect(messages$.observed).toBe(false)
    const { stop } = watch(messages$.pipe(count))
    say('alice', 'x')
    stop()
    expect(messages$.observed).toBe(false)
    const { seen: first } = watch(messages$.pipe(perConversation((one$) => one$.pipe(take(1)))))
    say('alice', 'x')
    say('alice', 'y')
    expect(first).toHaveLength(1)
  })
})

test("'self' is this account, whatever its id: as a sender, and as its chat with itself", () => {
  const { messages$, watch } = createStage()
  const [sent, alone] = [watch(messages$.pipe(fromSender('self'))), watch(messages$.pipe(inChat({ id: 'self' })))]
  const me = { id: 'p_0123456789abcdef', kind: 'person', name: 'bot', userName: '@me' } as const
  messages$.next(said('alice', '1'))
  messages$.next({ ...said('alice', '2'), own: true, from: me })
  messages$.next({ ...said('alice', '3'), own: true, from: me, conversation: me })
  const wordsOf = ({ seen }: typeof sent) => seen.map((one) => (one as Message).words)
  expect([wordsOf(sent), wordsOf(alone)]).toEqual([['2', '3'], ['3']])
})
