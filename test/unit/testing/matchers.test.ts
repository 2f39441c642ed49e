import 'rxwx/testing/vitest'
import { map } from 'rxjs'
import { type Behaviour, failure, hears, reply } from 'rxwx'
import { testBot } from 'rxwx/testing'
import { expect, test } from 'vitest'

const ding: Behaviour = (messages$) =>
  messages$.pipe(
    hears(/^ding$/i),
    map((message) => reply(message, 'dong')),
  )

test('what was answered is what came since somebody spoke last', () => {
  const bot = testBot(ding)
  bot.says('Alice', 'ding')
  expect(bot).toHaveAnswered('Alice', 'dong')
  expect(bot).toHaveAnswered('Alice', /^d/)
  expect(bot).toHaveAnswered('Alice', expect.stringContaining('ong'))
  expect(bot).not.toHaveAnswered('Alice', 'dong', 'dong')
  expect(bot).not.toHaveAnswered('Alice')
  bot.says('Alice', 'hello')
  expect(bot).toHaveAnswered('Alice')
  bot.saysIn('team', 'bob', 'ding')
  expect(bot).toHaveAnswered('team', 'dong')
  expect(() => expect(bot).toHaveAnswered('team', 'ding')).toThrow(
    'the bot should have answered team with "ding", and it was "dong"',
  )
  expect(() => expect(bot).not.toHaveAnswered('team', /dong/)).toThrow(
    'the bot should not have answered team with /dong/, and it was "dong"',
  )
})

test('what was sent is all that was ever sent', () => {
  const bot = testBot(ding)
  bot.says('Alice', 'ding')
  bot.says('Alice', 'hello')
  expect(bot).toHaveSent('Alice', 'dong')
  expect(bot).toHaveSent('Alice')
  expect(bot).not.toHaveSent('Alice', 'ding')
  expect(bot).not.toHaveSent('bob')
  expect(() => expect(bot).toHaveSent('bob', 'dong')).toThrow('should have sent "dong" to bob, and it sent nothing')
})

test('events and states', () => {
  const bot = testBot(ding)
  expect(bot).toHaveSeen('loggedIn', { fresh: true })
  expect(bot).not.toHaveSeen('loggedIn', { fresh: false })
  expect(bot).not.toHaveSeen('gap')
  expect(bot).toBeInState('online')
  expect(bot).not.toBeInState('offline')
  expect(() => expect(bot).toHaveSeen('gap')).toThrow(/should have told of gap \{\}, and it told of "loggedIn"/)
  expect(() => expect(bot).toBeInState('qr')).toThrow('the bot should be qr, and it is online')
})

test('failures by kind and detail', () => {
  const error = failure('target', { to: 'nobody', candidates: [] })
  expect(error).toBeFailure('target')
  expect(error).toBeFailure('target', { to: 'nobody' })
  expect(error).toBeFailure('target', { to: expect.stringMatching(/body/) })
  expect(error).not.toBeFailure('target', { to: 'somebody' })
  expect(error).not.toBeFailure('network')
  expect(new Error('boom')).not.toBeFailure('target')
  expect(undefined).not.toBeFailure('target')
  expect(() => expect(new Error('boom')).toBeFailure('network')).toThrow(
    'should be a failure network {}, and it is boom',
  )
})
