import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asyncScheduler, firstValueFrom, NEVER } from 'rxjs'
import { createBot, file, image, memoryStore, type Store } from 'rxwx'
import { createWorld, startServer } from 'rxwx/emulator'
import { type TestBot, type TestBotOptions, testBot } from 'rxwx/testing'
import { afterEach, expect, test, vi } from 'vitest'
import { type Archive, archiver, type List } from '../../../examples/archiver.js'
import { png } from '../../support/media/samples.js'

const folders: string[] = []
afterEach(() => {
  for (const one of folders.splice(0)) rmSync(one, { recursive: true })
})

type Disk = Map<string, Uint8Array>

/** What a directory of a disk in memory holds: files with their sizes, directories without. */
const listOf =
  (disk: Disk): List =>
  (directory) => {
    const names = new Map<string, number>()
    for (const [path, { length }] of disk) {
      if (!path.startsWith(`${directory}/`)) continue
      const [name = '', ...below] = path.slice(directory.length + 1).split('/')
      names.set(name, below.length === 0 ? length : 0)
    }
    return [...names].map(([name, size]) => ({ name, size }))
  }

const start = (disk: Disk, more: TestBotOptions & Partial<Archive> = {}): TestBot => {
  const { quota, report, ...options } = more
  const archive = { root: '/archive', list: listOf(disk), ...(quota && { quota }), ...(report && { report }) }
  return testBot([], { ...options, files: disk, prepare: (bot) => archiver(bot, archive) })
}

/** Where things are: chat, day and name, without what differs from run to run. */
const pathsIn = (disk: Disk): readonly string[] =>
  [...disk.keys()].map((path) =>
    path
      .replace('/archive/', '')
      .replace(/ [pr]_\w+\//, '/')
      .replace(/\d{16,}/, 'ID'),
  )

const today = (bot: TestBot): string => new Date(bot.clock.now()).toLocaleDateString('sv-SE')
const bytes = (size: number): Uint8Array => new Uint8Array(size).fill(7)

test('files, pictures, films and voices are kept by chat and day; texts and stickers are not', () => {
  const disk: Disk = new Map()
  const bot = start(disk)
  const alice = bot.world.person('alice')
  const first = today(bot)
  alice.sendFile('bot', bytes(2_000), { name: 'report.pdf' })
  alice.sendImage('bot', png)
  alice.sendVoice('bot', bytes(300))
  alice.say('bot', 'have you seen it?')
  bot.advance(10_000)
  bot.world.person('bob').sendVideo('team', bytes(5_000))
  bot.advance(24 * 3_600_000 - 60_000)
  expect(pathsIn(disk)).toEqual([
    `Alice/${first}/ID report.pdf`,
    `Alice/${first}/image-ID.png`,
    expect.stringMatching(new RegExp(`^Alice/${first}/voice-ID\\.\\w+$`)),
    expect.stringMatching(new RegExp(`^项目组/${first}/video-ID\\.\\w+$`)),
  ])
  expect([...disk.values()].map(({ length }) => length)).toEqual([2_000, png.length, 300, 5_000])
})

test('hostile names stay in their directory', () => {
  const disk: Disk = new Map()
  const bot = start(disk)
  bot.world.addPerson({ id: 'eve', nickName: '../../etc' })
  bot.world.person('eve').sendFile('bot', bytes(10), { name: '../../../root/.ssh/authorized_keys' })
  bot.world.person('eve').sendFile('bot', bytes(10), { name: '..' })
  bot.advance(10_000)
  for (const path of disk.keys()) expect(path).toMatch(/^\/archive\/[\p{L}\p{N} _-]+\/\d{4}-\d\d-\d\d\/[^/]+$/u)
  expect(disk.size).toBe(2)
})

test('a chat keeps its directory when it is called otherwise', () => {
  const disk: Disk = new Map()
  const bot = start(disk)
  bot.says('Zoe', 'hello')
  bot.world.person('Zoe').sendFile('bot', bytes(10), { name: 'a.txt' })
  bot.advance(10_000)
  bot.world.person('Zoe').rename('Somebody else')
  bot.advance(10_000)
  bot.world.person('Zoe').sendFile('bot', bytes(10), { name: 'b.txt' })
  bot.advance(10_000)
  bot.says('Zoe', 'It is me')
  expect(bot.messages.at(-1)?.from.name).toBe('Somebody else')
  expect(new Set([...disk.keys()].map((path) => path.split('/')[2])).size).toBe(1)
  expect(disk.size).toBe(2)
})

test('a bot that is killed after it has saved does not save again, and one that is killed before does', () => {
  for (const hasSaved of [true, false]) {
    const disk: Disk = new Map()
    const store = memoryStore()
    const isDone = (changes: Parameters<Store['commit']>[0]): boolean =>
      changes.dispatched !== undefined || changes.settled !== undefined
    const mortal: Store = { ...store, commit: (changes) => (isDone(changes) ? NEVER : store.commit(changes)) }
    const before = start(disk, { store: mortal })
    if (!hasSaved) before.fault('hang', { endpoint: 'webwxgetmedia', times: 1 })
    before.world.person('alice').sendFile('bot', bytes(2_000), { name: 'report.pdf' })
    before.advance(10_000)
    before.bot.stop()
    const after = start(disk, { store, in: before })
    after.advance(60_000)
    expect(pathsIn(disk)).toEqual([`Alice/${today(after)}/ID report.pdf`])
    expect([...disk.values()].map(({ length }) => length)).toEqual([2_000])
  }
})

test('a bad connection is no reason to lose a file, and one that is gone does not hold up the next', () => {
  const disk: Disk = new Map()
  const bot = start(disk)
  bot.fault('reset', { endpoint: 'webwxgetmedia', times: 20 })
  bot.world.person('alice').sendFile('bot', bytes(2_000), { name: 'report.pdf' })
  bot.advance(60 * 60_000)
  expect(pathsIn(disk)).toEqual([expect.stringContaining('report.pdf')])
  bot.fault('empty-body', { endpoint: 'webwxgetmedia', times: 1_000 })
  bot.world.person('alice').sendFile('bot', bytes(2_000), { name: 'gone.pdf' })
  bot.world.person('alice').sendImage('bot', png)
  bot.advance(10 * 60_000)
  expect(pathsIn(disk).map((path) => path.split('/')[2])).toEqual(['ID report.pdf', 'image-ID.png'])
})

test('nobody fills the disk: what is above the quota of a chat and a day is left out, and told of', () => {
  const disk: Disk = new Map()
  const left: string[] = []
  const bot = start(disk, { quota: 5_000, report: (why) => left.push(why) })
  for (const name of ['a', 'b', 'c']) bot.world.person('alice').sendFile('bot', bytes(2_000), { name: `${name}.bin` })
  bot.world.person('bob').sendFile('bot', bytes(2_000), { name: 'd.bin' })
  bot.advance(10_000)
  expect(
    pathsIn(disk)
      .map((path) => path.split(' ').at(-1))
      .sort(),
  ).toEqual(['a.bin', 'b.bin', 'd.bin'])
  expect(left).toEqual([expect.stringMatching(/^\d+ is left out: .+ is full$/)])
})

test('on a real disk, over real HTTP', async () => {
  const root = mkdtempSync(join(tmpdir(), 'rxwx-archiver-'))
  folders.push(root)
  const world = createWorld({ scheduler: asyncScheduler, phone: 'auto' })
  const server = await firstValueFrom(startServer(world))
  const bot = createBot({ server: server.origin })
  archiver(bot, { root })
  bot.start()
  try {
    await vi.waitFor(() => expect(bot.health().age).toBeDefined(), { timeout: 20_000 })
    const id = world.person('alice').sendFile('bot', bytes(100_000), { name: 'report.pdf' })
    const path = await vi.waitFor(
      () => {
        const [chat = ''] = readdirSync(root)
        const [day = ''] = readdirSync(join(root, chat))
        const name = readdirSync(join(root, chat, day)).find((one) => one === `${id} report.pdf`)
        expect(name).toBeDefined()
        return join(root, chat, day, name ?? '')
      },
      { timeout: 20_000 },
    )
    expect(readFileSync(path).length).toBe(100_000)
    expect(statSync(path).mode & 0o077).toBe(0)
  } finally {
    bot.stop()
    server.close()
  }
})

test('what the account itself sends is kept, but for the files of this machine', () => {
  const disk: Disk = new Map([
    ['mine.png', png],
    ['mine.pdf', bytes(20)],
  ])
  const bot = start(disk, { bot: { include: 'all' } })
  bot.bot.submit(image('Alice', 'mine.png')).subscribe()
  bot.bot.submit(file('Alice', 'mine.pdf')).subscribe()
  bot.world.phone().sendFile('bob', bytes(30), { name: 'phone.pdf' })
  bot.advance(60_000)
  expect(pathsIn(disk).slice(2).toSorted()).toEqual([
    `Alice/${today(bot)}/image-ID.png`,
    `Bob _ Söhne/${today(bot)}/ID phone.pdf`,
  ])
  bot.advance(3_600_000)
  expect(bot.events.filter(({ type }) => type === 'deadLetter')).toEqual([])
})
