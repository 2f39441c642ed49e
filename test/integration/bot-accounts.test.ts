import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asyncScheduler, filter, firstValueFrom, take } from 'rxjs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createWorld, type Server, startServer, type World } from '../../src/emulator/index.js'
import { type Bot, createBot, openStore } from '../../src/index.js'

let world: World
let server: Server
let directory: string

beforeAll(async () => {
  directory = join(mkdtempSync(join(tmpdir(), 'rxwx-accounts-')), 'store')
  const accounts = [
    { id: 'one', friends: ['alice'] },
    { id: 'two', friends: ['alice'] },
  ]
  world = createWorld({
    scheduler: asyncScheduler,
    phone: 'auto',
    accounts,
    persons: [{ id: 'alice', nickName: 'Alice' }],
  } as never)
  server = await firstValueFrom(startServer(world))
})

afterAll(() => {
  server.close()
  rmSync(join(directory, '..'), { recursive: true })
})

const online = async (bot: Bot): Promise<void> => {
  bot.start()
  await firstValueFrom(bot.state$.pipe(filter(({ type }) => type === 'online')))
}

test('two bots of one process share a directory and nothing else: each has its session, its cookies and its messages', async () => {
  const settings = { server: server.origin, pace: 'off' as const }
  const [one, two] = [
    createBot({ ...settings, store: directory, account: 'one' }),
    createBot({ ...settings, store: openStore(directory).account('two') }),
  ]
  const stopped = Promise.all([one, two].map((bot) => firstValueFrom(bot.done$, { defaultValue: undefined })))
  await online(one)
  await online(two)
  expect(world.sessions.size).toBe(2)
  const heard = [one, two].map((bot) => firstValueFrom(bot.messages$.pipe(take(1))))
  world.person('alice').say('one', 'to one')
  world.person('alice').say('two', 'to two')
  expect((await Promise.all(heard)).map((message) => message.type === 'text' && message.text)).toEqual([
    'to one',
    'to two',
  ])
  one.stop()
  two.stop()
  await stopped
  expect(await firstValueFrom(openStore(directory).accounts())).toEqual(['one', 'two'])
  expect(await firstValueFrom(openStore(directory).isEncrypted())).toBe(false)
})
