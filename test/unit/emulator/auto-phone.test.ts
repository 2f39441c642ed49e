import { expect, test } from 'vitest'
import { attach, createWireClient, type WireClient } from './wire-client.js'

/** A client that logs in as any bot does: a code, then polls until it is confirmed, then the login page. */
function bot(client: WireClient, startsAfter: number, pageAfter = 0): void {
  const { clock } = client
  const poll = (uuid: string): void => {
    const outcome = client.begin(
      `https://login.wx.qq.com/cgi-bin/mmwebwx-bin/login?loginicon=true&uuid=${uuid}&tip=0&r=-1&_=1`,
    )
    const look = (): void => {
      const uri = /window\.redirect_uri="([^"]+)"/.exec(outcome.answer?.body ?? '')?.[1]
      if (uri !== undefined) clock.scheduler.schedule(() => client.begin(`${uri}&fun=new&version=v2`), pageAfter)
      else if (outcome.answer !== undefined) poll(uuid)
      else clock.scheduler.schedule(look, 10)
    }
    look()
  }
  clock.scheduler.schedule(() => {
    const code = client.begin('https://login.wx.qq.com/jslogin?appid=wx782c26e4c19acffb&fun=new')
    clock.scheduler.schedule(() => poll(/uuid = "(.*)"/.exec(code.answer?.body ?? '')?.[1] ?? ''), 10)
  }, startsAfter)
}

const crowd = (count: number) => Array.from({ length: count }, (_, at) => ({ id: `account-${at}` }))

const online = ({ world }: WireClient): number => [...world.accounts.keys()].filter((id) => world.isOnline(id)).length

test.each([0, 1, 150, 499, 500, 501, 999, 1_000, 1_001, 1_100])(
  'twenty bots that start %i ms apart get twenty accounts, also where the login page is slow',
  (apart) => {
    const client = createWireClient({ accounts: crowd(20), phone: 'auto' })
    for (let at = 0; at < 20; at++) bot(attach(client.world, client.clock), at * apart, 700)
    client.clock.advance(60_000)
    expect(online(client)).toBe(20)
    expect(client.world.sessions.size).toBe(20)
  },
)

test('a login that nobody finishes keeps its account until its code has expired', () => {
  const client = createWireClient({ accounts: crowd(2), phone: 'auto' })
  client.uuid()
  client.clock.advance(10_000)
  bot(attach(client.world, client.clock), 0)
  client.clock.advance(10_000)
  expect([client.world.isOnline('account-0'), client.world.isOnline('account-1')]).toEqual([false, true])
  client.clock.advance(300_000)
  bot(attach(client.world, client.clock), 0)
  client.clock.advance(10_000)
  expect(online(client)).toBe(2)
})

test('with all accounts in use, the one that logged in first is taken over, one after the other', () => {
  const client = createWireClient({ accounts: crowd(3), phone: 'auto' })
  for (let at = 0; at < 5; at++) bot(attach(client.world, client.clock), at * 5_000)
  client.clock.advance(60_000)
  const serials = [...client.world.accounts.values()].map(({ session }) => session?.serial)
  expect([...client.world.sessions.values()].map(({ account, over }) => [account, over])).toEqual([
    ['account-0', 1101],
    ['account-1', 1101],
    ['account-2', undefined],
    ['account-0', undefined],
    ['account-1', undefined],
  ])
  expect(serials).toEqual([4, 5, 3])
})

test('one account is taken over by the bot that comes later', () => {
  const client = createWireClient({ phone: 'auto' })
  for (const at of [0, 150]) bot(attach(client.world, client.clock), at)
  client.clock.advance(10_000)
  expect([...client.world.sessions.values()].map(({ over }) => over)).toEqual([1101, undefined])
})

test('phones that are worked by hand are left alone', () => {
  const accounts = [{ id: 'hand', phone: 'manual' as const }, { id: 'auto' }]
  const client = createWireClient({ accounts, phone: 'auto' })
  bot(client, 0)
  client.clock.advance(10_000)
  expect([client.world.isOnline('hand'), client.world.isOnline('auto')]).toEqual([false, true])
})
