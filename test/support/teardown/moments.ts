import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asyncScheduler, filter, firstValueFrom, lastValueFrom, NEVER, take, timer } from 'rxjs'
import { createWorld, type Server, startServer, type World } from '../../../src/emulator/index.js'
import { type Bot, createBot, file } from '../../../src/index.js'

/** A bot in this process and a server beside it: what the moment needs, and when it has come. */
interface Moment {
  readonly settings?: (store: string) => Parameters<typeof createBot>[0]
  readonly prepare?: (bot: Bot, world: World) => void
  readonly comes: (bot: Bot, world: World, server: Server) => Promise<unknown>
}

const online = (bot: Bot): Promise<unknown> => firstValueFrom(bot.state$.pipe(filter(({ type }) => type === 'online')))
const event = (bot: Bot, type: string): Promise<unknown> =>
  firstValueFrom(bot.events$.pipe(filter((one) => one.type === type)))
const asked = (world: World, endpoint: string): Promise<unknown> =>
  firstValueFrom(
    timer(0, 5).pipe(
      filter(() => world.exchanges.list(endpoint).length > 0),
      take(1),
    ),
  )

const moments: Readonly<Record<string, Moment>> = {
  'before anything was loaded': { comes: async () => {} },
  'while a QR code is shown': {
    prepare: (_, world) => {
      for (const account of world.accounts.values()) account.phone = 'manual'
    },
    comes: (bot) => firstValueFrom(bot.qr$),
  },
  'while a poll is held': { comes: (bot, world) => online(bot).then(() => asked(world, 'synccheck')) },
  'while a handler runs, and sends wait for their time and for their pace': {
    prepare: (bot) => bot.handle('h', () => NEVER, { deadline: Number.POSITIVE_INFINITY }),
    comes: async (bot, world) => {
      await online(bot)
      bot.send('filehelper', 'later', { at: Date.now() + 3_600_000 }).subscribe({ error: () => {} })
      for (let n = 0; n < 20; n += 1) bot.send('filehelper', `${n}`).subscribe({ error: () => {} })
      const came = firstValueFrom(bot.messages$)
      world.person('alice').say('bot', 'hi')
      await came
    },
  },
  'while a store on disk is open': {
    settings: (store) => ({ store }),
    comes: (bot, world) => online(bot).then(() => asked(world, 'webwxgetcontact')),
  },
  'while a file goes up': {
    prepare: (_, world) => world.fault({ name: 'hang', endpoint: 'webwxuploadmedia' }),
    comes: async (bot, world) => {
      await online(bot)
      bot.submit(file('filehelper', new Uint8Array(1_000), { name: 'a.bin' })).subscribe({ error: () => {} })
      await asked(world, 'webwxuploadmedia')
    },
  },
  'while the network fails': {
    prepare: (_, world) => world.fault({ name: 'reset', endpoint: 'synccheck', times: 1_000 }),
    comes: (bot) => event(bot, 'trouble'),
  },
  'while a connection is opened that never stands': {
    settings: () => ({ server: 'http://127.0.0.1:1', proxy: `http://127.0.0.1:${silent}` }),
    comes: () => firstValueFrom(timer(50)),
  },
  'after a logout at the phone': {
    comes: async (bot, world) => {
      await online(bot)
      const kicked = event(bot, 'kicked')
      world.kick()
      await kicked
    },
  },
}

/** Answers nothing, not even that. */
const silentServer = createServer((socket) => socket.on('error', () => {}).resume())
const silent = await new Promise<number>((resolve) => {
  silentServer.listen(0, '127.0.0.1', () => {
    const address = silentServer.address()
    resolve(typeof address === 'object' && address !== null ? address.port : 0)
  })
})

const counted = (): readonly string[] => [...process.getActiveResourcesInfo()].sort()

/** What keeps this process from ending, once that stands still. */
async function resources(like: readonly string[] = []): Promise<readonly string[]> {
  for (let look = 0; look < 200; look += 1) {
    if (look > 0 && counted().join() === like.join()) break
    await firstValueFrom(timer(10))
  }
  return counted()
}

async function live({ settings, prepare, comes }: Moment): Promise<void> {
  const world = createWorld({ scheduler: asyncScheduler, phone: { scanAfter: 1, confirmAfter: 1 } })
  const server = await lastValueFrom(startServer(world))
  const store = mkdtempSync(join(tmpdir(), 'rxwx-teardown-'))
  const bot = createBot({ server: server.origin, log: 'silent', ...settings?.(join(store, 'store')) })
  prepare?.(bot, world)
  const done = lastValueFrom(bot.done$, { defaultValue: undefined })
  const come = comes(bot, world, server)
  bot.start()
  await come
  bot.stop()
  await done
  server.close()
  rmSync(store, { recursive: true })
}

// The first life loads what is loaded once.
await live(moments['while a store on disk is open'] as Moment)
const before = await resources()
for (const [name, moment] of Object.entries(moments)) {
  await live(moment)
  const after = await resources(before)
  process.stdout.write(`${JSON.stringify({ name, before, after })}\n`)
}
silentServer.close()
