import { describe, expect, test } from 'vitest'
import { memoryStore } from '../../src/index.js'
import { createStage, type Run, type Stage, savedIn } from '../support/bot/stage.js'

const accounts = [
  { id: 'one', friends: ['alice'] },
  { id: 'two', friends: ['alice'] },
]

const between = (): Stage => createStage({ phone: 'manual', accounts, persons: [{ id: 'alice', nickName: 'Alice' }] })

function logIn(stage: Stage, account: string): void {
  stage.advance(1_000)
  stage.world.phone(account).scan()
  stage.advance(2_000)
  stage.world.phone(account).confirm()
  stage.advance(10_000)
}

const failureOf = (run: Run): unknown => run.end()?.error

const asked = (stage: Stage): readonly string[] => stage.world.exchanges.list().map(({ endpoint }) => endpoint)

describe('a store is of one account', () => {
  /** One has logged in, and left something to be sent. */
  function owned(): Stage {
    const stage = between()
    const first = stage.run()
    logIn(stage, 'one')
    stage.world.fault({ name: 'hang', endpoint: 'webwxsendmsg', times: 1 })
    first.bot.send('Alice', 'from one').subscribe({ error: () => {} })
    stage.advance(10)
    first.bot.stop()
    stage.world.phone('one').logoutWeb()
    stage.world.phone('two').say('alice', 'hello')
    return stage
  }

  test('another one that logs in to it ends the bot: nothing is sent, pulled or stored as that one, and the server hears of it', () => {
    const stage = owned()
    const before = savedIn(stage)
    const count = asked(stage).length
    const other = stage.run()
    logIn(stage, 'two')
    expect(failureOf(other)).toMatchObject({ kind: 'otherAccount' })
    expect(other.states.some(({ type }) => type === 'online')).toBe(false)
    const since = asked(stage).slice(count)
    expect(since).toContain('webwxlogout')
    expect(
      since.filter((name) => ['webwxsync', 'synccheck', 'webwxsendmsg', 'webwxgetcontact'].includes(name)),
    ).toEqual([])
    expect(savedIn(stage)).toEqual(before)
  })

  test('its own goes on where it was, also after that', () => {
    const stage = owned()
    stage.run()
    logIn(stage, 'two')
    const again = stage.run()
    logIn(stage, 'one')
    expect(again.states.at(-1)?.type).toBe('online')
    expect(again.end()).toBeUndefined()
  })

  test('so it is where the session ends while the bot runs, with a store in memory', () => {
    const stage = between()
    const run = stage.run({ store: memoryStore(), bot: { relogin: 'always' } })
    logIn(stage, 'one')
    stage.world.phone('one').logoutWeb()
    stage.advance(30_000)
    logIn(stage, 'two')
    expect(failureOf(run)).toMatchObject({ kind: 'otherAccount' })
  })

  test('a logout forgets the session, and not whose the store is', () => {
    const stage = between()
    const first = stage.run()
    logIn(stage, 'one')
    first.bot.logout().subscribe()
    stage.advance(10_000)
    const other = stage.run()
    logIn(stage, 'two')
    expect(failureOf(other)).toMatchObject({ kind: 'otherAccount' })
  })

  test("one that is nobody's is the next account's", () => {
    const stage = owned()
    stage.store.commit({ owner: null, session: null, keys: null }).subscribe()
    const other = stage.run()
    logIn(stage, 'two')
    expect(other.states.at(-1)?.type).toBe('online')
  })

  test('one of an earlier version is of the account whose session it holds', () => {
    const stage = between()
    const first = stage.run()
    logIn(stage, 'one')
    first.bot.stop()
    const { owner: _, ...saved } = savedIn(stage)
    stage.world.phone('one').logoutWeb()
    const other = stage.run({ store: memoryStore(saved) })
    logIn(stage, 'two')
    expect(failureOf(other)).toMatchObject({ kind: 'otherAccount' })
  })

  test.each([
    ['before a start', false],
    ['while the login begins', true],
  ])('nor does one of an earlier version forget that by a logout %s', (_, startNow) => {
    const stage = between()
    const first = stage.run()
    logIn(stage, 'one')
    first.bot.stop()
    const { owner: _owner, ...saved } = savedIn(stage)
    const store = memoryStore(saved)
    stage.run({ store, startNow }).bot.logout().subscribe()
    stage.advance(10_000)
    const other = stage.run({ store })
    logIn(stage, 'two')
    expect(failureOf(other)).toMatchObject({ kind: 'otherAccount' })
  })
})
