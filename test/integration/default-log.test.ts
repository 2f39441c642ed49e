import { asyncScheduler, lastValueFrom, map, throwError } from 'rxjs'
import { afterEach, expect, test, vi } from 'vitest'
import { createWorld, startServer } from '../../src/emulator/index.js'
import { type Bot, type BotSettings, createBot, hears } from '../../src/index.js'

const ends: (() => void)[] = []

afterEach(() => {
  vi.restoreAllMocks()
  for (const end of ends.splice(0)) end()
})

/** A bot on a server of its own, online, and what it writes on stderr. */
async function online(settings: BotSettings, prepare: (bot: Bot) => void) {
  let stderr = ''
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    stderr += chunk.toString()
    return true
  })
  const world = createWorld({ scheduler: asyncScheduler, phone: { scanAfter: 1, confirmAfter: 1 } })
  const server = await lastValueFrom(startServer(world))
  const bot = createBot({ server: server.origin, ...settings })
  ends.push(() => {
    bot.stop()
    server.close()
  })
  prepare(bot)
  bot.start()
  await vi.waitFor(() => expect(bot.health().state).toBe('online'), { timeout: 20_000 })
  return { bot, world, stderr: () => stderr }
}

const careless = (bot: Bot): void => {
  bot.use(function broken() {
    throw new Error('before start')
  })
  bot.use(function picky(messages$) {
    return messages$.pipe(
      hears(/./),
      map(({ text }) => JSON.parse(text)),
    )
  })
  bot.use(function lost(messages$) {
    return messages$.pipe(map(() => ({ type: 'send', to: 'nobody at all', text: 'x' }) as const))
  })
  bot.handle('mail', () => throwError(() => new Error('no mail\nsid=abcdefgh12345678')), { tries: 1 })
}

test('by default each failure is one readable line on stderr, whoever else listens', async () => {
  const { bot, world, stderr } = await online({}, (one) => {
    careless(one)
    one.events$.subscribe()
  })
  world.fault({ name: 'retcode-1204', endpoint: 'webwxsendmsg' })
  bot.send('filehelper', 'x').subscribe()
  await vi.waitFor(() => expect(stderr()).toContain('was refused (1204)'), { timeout: 10_000 })
  world.person('alice').say([...world.accounts.keys()][0] ?? '', '{')
  await vi.waitFor(() => expect(stderr()).toContain('dead letter'), { timeout: 10_000 })
  await vi.waitFor(() => expect(stderr()).toContain('(lost)'), { timeout: 10_000 })
  const lines = stderr().trimEnd().split('\n')
  for (const line of lines) expect(line).toMatch(/^rxwx: \S/)
  const only = (part: string): readonly string[] => lines.filter((line) => line.includes(part))
  expect(only('(broken)')).toEqual([
    'rxwx: a behaviour (broken) failed: Error: before start',
    'rxwx: a behaviour (broken) was stopped: it failed before a message had come since its start',
  ])
  expect(only('(picky)')).toEqual([
    expect.stringMatching(/^rxwx: a behaviour \(picky\) failed at message \d+: SyntaxError: /),
  ])
  expect(only('(lost)')).toEqual([expect.stringContaining('was not carried out: WeChatError: nobody is called')])
  expect(only('handler mail')).toEqual([expect.stringContaining('try 1): Error: no mail⏎sid=[removed]')])
  expect(only('dead letter')).toEqual([expect.stringContaining('(mail, message')])
  expect(only('was refused')).toEqual([expect.stringMatching(/^rxwx: a send to filehelper was refused \(1204\): /)])
}, 60_000)

test.each<readonly [BotSettings, RegExp | undefined]>([
  [{ log: 'silent' }, undefined],
  [{ log: 'error' }, /^rxwx: a behaviour \(broken\)[^\n]*\n(rxwx: [^\n]*\n)*$/],
  // Lines of JSON go to the file descriptor itself.
  [{ log: 'info' }, undefined],
])(
  '%j',
  async (settings, wanted) => {
    const { world, stderr, bot } = await online(settings, careless)
    world.person('alice').say([...world.accounts.keys()][0] ?? '', '{')
    await vi.waitFor(() => expect(bot.health().deadLetters.count).toBe(1), { timeout: 10_000 })
    if (wanted === undefined) expect(stderr()).toBe('')
    else expect(stderr()).toMatch(wanted)
    expect(stderr()).not.toContain('abcdefgh12345678')
  },
  60_000,
)
