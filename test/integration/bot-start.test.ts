import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { firstValueFrom, lastValueFrom, NEVER, type Observable, of, Subject, timer } from 'rxjs'
import { describe, expect, test, vi } from 'vitest'
import { type Bot, createBot, memoryStore, openStore, type Store, text } from '../../src/index.js'
import { createStage } from '../support/bot/stage.js'

const told = (stage: ReturnType<typeof createStage>): readonly string[] => stage.world.sent().map(({ text }) => text)

describe('what is asked of a bot before it runs', () => {
  test.each([
    ['a store that answers at once', () => memoryStore()],
    ['a store that takes its time', undefined],
  ])('is done once it runs, in that order, with %s', (_, made) => {
    const stage = createStage()
    const heard: string[] = []
    const send = (bot: Bot, said: string): void => {
      bot.send('filehelper', said).subscribe(({ outcome }) => heard.push(`${said} ${outcome}`))
    }
    const run = stage.run({
      ...(made === undefined ? {} : { store: made() }),
      prepare: (bot) => {
        send(bot, 'first')
        bot.use(() => of(text('filehelper', 'second')))
        bot.submit(text('filehelper', 'third')).subscribe(({ outcome }) => heard.push(`third ${outcome}`))
        bot.remark('爱丽丝', 'Alice of Hangzhou').subscribe({ complete: () => heard.push('remarked') })
      },
    })
    send(run.bot, 'fourth')
    stage.advance(60_000)
    expect(told(stage)).toEqual(['first', 'second', 'third', 'fourth'])
    expect(heard.toSorted()).toEqual(['first accepted', 'fourth accepted', 'remarked', 'third accepted'])
  })

  test('comes after what an earlier process left over', () => {
    const stage = createStage()
    const first = stage.run()
    stage.advance(10_000)
    stage.world.fault({ name: 'hang', endpoint: 'webwxsendmsg', times: 1 })
    first.bot.send('filehelper', 'left over').subscribe({ error: () => {} })
    stage.advance(1)
    first.bot.stop()
    stage.run({ prepare: (bot) => bot.send('filehelper', 'new').subscribe() })
    stage.advance(60_000)
    expect(told(stage)).toEqual(['left over', 'new'])
  })
})

describe('a stop while the store is still being opened', () => {
  const stopped = (bot: Bot): Promise<void> => lastValueFrom(bot.done$, { defaultValue: undefined })

  test.each([0, 1, 3])('closes it: it can be opened again (%d ms later)', async (ms) => {
    const directory = mkdtempSync(join(tmpdir(), 'rxwx-start-'))
    try {
      const bot = createBot({ store: join(directory, 'store'), server: 'http://127.0.0.1:9' })
      bot.start()
      if (ms > 0) await firstValueFrom(timer(ms))
      bot.stop()
      await stopped(bot)
      const store = await firstValueFrom(openStore(join(directory, 'store')).account())
      await lastValueFrom(store.close(), { defaultValue: undefined })
    } finally {
      rmSync(directory, { recursive: true })
    }
  })

  test('is the same for whoever unsubscribes what start() gave, and for a store of their own', async () => {
    const store = memoryStore()
    let closed = 0
    const own: Store = {
      ...store,
      close: () => {
        closed += 1
        return store.close()
      },
    }
    const bot = createBot({ store: of(own), server: 'http://127.0.0.1:9' })
    bot.start().unsubscribe()
    await stopped(bot)
    await vi.waitUntil(() => closed === 1)
  })

  test('a bot that was never started opens and closes nothing', async () => {
    const bot = createBot({ store: NEVER, server: 'http://127.0.0.1:9' })
    bot.stop()
    await stopped(bot)
  })
})

describe('what is asked of a bot that has stopped', () => {
  const outcomeOf = (asked: Observable<unknown>): string[] => {
    const outcome: string[] = []
    asked.subscribe({ error: (error) => outcome.push(error.kind), complete: () => outcome.push('complete') })
    return outcome
  }

  test.each([
    ['never started', false],
    ['that ran', true],
  ])('fails with `stopped`, of one %s', (_, startNow) => {
    const stage = createStage()
    const { bot } = stage.run({ startNow })
    const before = startNow ? [] : outcomeOf(bot.bind('p_a', 'p_b'))
    stage.advance(10_000)
    bot.stop()
    stage.advance(60_000)
    expect(before).toEqual(startNow ? [] : ['stopped'])
    const asked = [bot.send('filehelper', 'x'), bot.bind('p_a', 'p_b'), bot.remark('filehelper', 'y'), bot.logout()]
    expect(asked.flatMap(outcomeOf)).toEqual(['stopped', 'stopped', 'stopped', 'stopped'])
    expect(() => bot.login()).not.toThrow()
    expect(stage.world.exchanges.list().some(({ endpoint }) => endpoint === 'webwxlogout')).toBe(false)
  })

  test('a second logout is as good as the first', () => {
    const stage = createStage()
    const { bot } = stage.run()
    stage.advance(10_000)
    const first = outcomeOf(bot.logout())
    stage.advance(10_000)
    expect([...first, ...outcomeOf(bot.logout())]).toEqual(['complete', 'complete'])
  })
})

test('a store of somebody else that never opens does not hold up a stop, and is closed if it opens after all', async () => {
  const opened$ = new Subject<Store>()
  let closed = 0
  const store = memoryStore()
  const bot = createBot({ store: opened$, server: 'http://127.0.0.1:9' })
  bot.start()
  await firstValueFrom(timer(0))
  bot.stop()
  await lastValueFrom(bot.done$, { defaultValue: undefined })
  await vi.waitUntil(() => opened$.observed)
  opened$.next({
    ...store,
    close: () => {
      closed += 1
      return store.close()
    },
  })
  await vi.waitUntil(() => closed === 1)
})

test('the first pull of a process that resumes a session follows the poll at once', () => {
  const stage = createStage()
  const first = stage.run()
  stage.advance(10_000)
  first.bot.stop()
  stage.say('alice', 'while away')
  const second = stage.run()
  stage.advance(500)
  expect(second.messages).toHaveLength(1)
})
