import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asyncScheduler, filter, firstValueFrom, ReplaySubject, timeout } from 'rxjs'
import { afterEach, expect, test } from 'vitest'
import { createWorld, type Server, startServer, type World } from '../../src/emulator/index.js'
import { gif, mp4, png, sha256 } from '../support/media/samples.js'

/** What the child tells. */
type Told =
  | { readonly type: 'login'; readonly self: string }
  | { readonly type: 'logout' }
  | { readonly type: 'error'; readonly tips: string; readonly message: string }
  | { readonly type: 'contacts'; readonly names: readonly string[] }
  | { readonly type: 'sent'; readonly text: string; readonly msgId: string }
  | { readonly type: 'called'; readonly id: number; readonly result?: unknown; readonly failed?: string }
  | Heard

interface Heard {
  readonly type: 'message'
  readonly msgType: number
  readonly own: boolean
  readonly from: string
  readonly to: string
  readonly text: string
  readonly userName: string
  readonly msgId: string
  readonly mediaId: string
  readonly fileName: string
  readonly info: Readonly<Record<string, unknown>>
}

interface Client {
  /** The first thing told, from the beginning on, that is like this. */
  readonly told: <T extends Told['type']>(
    type: T,
    like?: (one: Extract<Told, { type: T }>) => boolean,
  ) => Promise<Extract<Told, { type: T }>>
  readonly say: (to: string, text: string) => void
  /** Calls one of its methods, and answers with what came of it. */
  readonly call: (method: string, ...args: readonly unknown[]) => Promise<Extract<Told, { type: 'called' }>>
  readonly stop: () => void
  readonly errors: readonly Told[]
  /** Everything that it printed: it prints what it could not handle. */
  readonly printed: readonly string[]
}

const here = (name: string): string => new URL(name, import.meta.url).pathname

/** How long the client may take for any one thing (ms). */
const patience = 10_000

const cleaning: (() => void)[] = []

afterEach(() => {
  for (const clean of cleaning.splice(0)) clean()
})

/** An unmodified wechat4u that believes it talks to WeChat: real names, verified TLS, its own code. */
function startClient(server: Server): Client {
  const directory = mkdtempSync(join(tmpdir(), 'rxwx-interop-'))
  const ca = join(directory, 'ca.pem')
  writeFileSync(ca, server.tls?.caPem ?? '')
  const child: ChildProcess = fork(here('wechat4u-child.cjs'), {
    execArgv: ['--require', here('real-names.cjs')],
    env: { ...process.env, EMULATOR_TLS_PORT: String(server.tls?.port), NODE_EXTRA_CA_CERTS: ca },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  cleaning.push(
    () => child.kill('SIGKILL'),
    () => rmSync(directory, { recursive: true }),
  )
  const told$ = new ReplaySubject<Told>()
  const errors: Told[] = []
  const history: Told[] = []
  const printed: string[] = []
  child.on('message', (one: Told) => {
    history.push(one)
    if (one.type === 'error') errors.push(one)
    told$.next(one)
  })
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => printed.push(text))
  }
  child.on('exit', () => told$.error(new Error(`the client ended early: ${printed.join('')}`)))
  let calls = 0
  const told: Client['told'] = (type, like = () => true) =>
    firstValueFrom(
      told$.pipe(
        filter((one): one is Extract<Told, { type: typeof type }> => one.type === type),
        filter(like),
        timeout({
          first: patience,
          with: () => {
            throw new Error(`no such ${type} in ${patience} ms; last: ${JSON.stringify(history.slice(-5))}`)
          },
        }),
      ),
    )
  return {
    told,
    say: (to, text) => child.send({ say: { to, text } }),
    call: (method, ...args) => {
      calls += 1
      const id = calls
      child.send({ call: { id, method, args } })
      return told('called', (one) => one.id === id)
    },
    stop: () => child.send({ stop: true }),
    errors,
    printed,
  }
}

async function start(): Promise<{ readonly world: World; readonly client: Client }> {
  const world = createWorld({ scheduler: asyncScheduler, phone: { scanAfter: 10, confirmAfter: 10 } })
  const server = await firstValueFrom(startServer(world, { tls: true }))
  cleaning.push(server.close)
  return { world, client: startClient(server) }
}

const sentTo = (world: World, whom: string): readonly string[] =>
  world.sent().flatMap(({ to, text }) => (to === whom ? [text] : []))

/** Calls that were refused. Codes of the login poll, where 200 and 201 are good news, are not among them. */
const refused = (world: World): readonly string[] =>
  world.exchanges
    .list()
    .filter(({ endpoint }) => endpoint !== 'login' && endpoint !== 'jslogin')
    .filter(({ outcome, code = '0' }) => outcome === 'answered' && code !== '0')
    .map(({ endpoint, code }) => `${endpoint}: ${code}`)

test('an unmodified wechat4u takes the emulator for WeChat, from the QR code to the logout', async () => {
  const { world, client } = await start()

  expect((await client.told('login')).self).toBe(world.persons.get('bot')?.nickName)
  // It leaves `&amp;` as it is, everywhere. The address book comes a little later: a friend, and the room that is saved in it.
  const [bob, team] = ['Bob &amp; Söhne', '[群] 项目组']
  await client.told('contacts', ({ names }) => names.includes(bob) && names.includes(team))

  world.person('alice').say('bot', 'ding <b> & 你好')
  const direct = await client.told('message', ({ text }) => text.startsWith('ding'))
  expect(direct).toMatchObject({ msgType: 1, own: false, text: 'ding <b> &amp; 你好' })
  expect(direct.from).toMatch(/\S/)
  client.say(direct.userName, 'dong <i> 😄')
  await client.told('sent', ({ text, msgId }) => text.startsWith('dong') && /^\d{10,}$/.test(msgId))
  expect(sentTo(world, 'alice')).toEqual(['dong <i> 😄'])

  world.person('bob').sayIn('team', 'hello, room\nsecond line')
  const inRoom = await client.told('message', ({ text }) => text.includes('hello, room'))
  expect(inRoom).toMatchObject({
    msgType: 1,
    own: false,
    from: team,
    text: `${bob}:\nhello, room\nsecond line`,
  })
  client.say(inRoom.userName, 'hello, Bob')
  await client.told('sent', ({ text }) => text === 'hello, Bob')
  expect(sentTo(world, 'team')).toEqual(['hello, Bob'])

  world.phone().say('alice', 'from the phone')
  const own = await client.told('message', ({ text }) => text === 'from the phone')
  expect(own).toMatchObject({ own: true, to: direct.from })

  expect(refused(world)).toEqual([])
  client.stop()
  await client.told('logout')
  await expect.poll(() => world.isOnline(), { timeout: 10_000, interval: 10 }).toBe(false)
  expect(client.errors).toEqual([])
  expect(client.printed).toEqual([])
  // It leaves its poll open while it logs out, and the poll learns of that.
  expect(refused(world).filter((call) => call !== 'synccheck: 1101')).toEqual([])
}, 60_000)

const bytes = (value: Uint8Array) => ({ base64: Buffer.from(value).toString('base64') })

test('its pictures, films, files and stickers arrive, and it fetches ours', async () => {
  const { world, client } = await start()
  await client.told('login')
  await client.told('contacts', ({ names }) => names.includes('[群] 项目组'))
  const film = mp4(700_000)
  const document = randomBytes(1_200_000)
  const send = (file: Uint8Array, filename: string) =>
    client.call('sendMsg', { file: bytes(file), filename }, 'filehelper')
  for (const [file, name] of [
    [png, 'cat.png'],
    [film, 'film.mp4'],
    [document, '报告.pdf'],
  ] as const)
    expect(await send(file, name)).not.toHaveProperty('failed')
  // It writes texts of its own now and then.
  const media = world.sent().filter(({ type }) => type !== 1)
  expect(media.map(({ type, media: one }) => [type, one?.sha256])).toEqual([
    [3, sha256(png)],
    [43, sha256(film)],
    [6, sha256(document)],
  ])

  const alice = world.person('alice')
  alice.sendImage('bot', png)
  alice.sendVideo('bot', film)
  alice.sendVoice('bot', randomBytes(900))
  alice.sendFile('bot', document, { name: '报告.pdf' })
  alice.sendSticker('bot', gif)
  const image = await client.told('message', ({ msgType }) => msgType === 3)
  expect((await client.call('getMsgImg', image.msgId)).result).toMatchObject({ sha256: sha256(png) })
  const video = await client.told('message', ({ msgType }) => msgType === 43)
  expect((await client.call('getVideo', video.msgId)).result).toMatchObject({ sha256: sha256(film) })
  const voice = await client.told('message', ({ msgType }) => msgType === 34)
  expect((await client.call('getVoice', voice.msgId)).result).toMatchObject({ size: 900 })
  const file = await client.told('message', ({ msgType }) => msgType === 49)
  expect((await client.call('getDoc', file.userName, file.mediaId, file.fileName)).result).toMatchObject({
    sha256: sha256(document),
  })
  const sticker = await client.told('message', ({ msgType }) => msgType === 47)
  const [, md5 = ''] = /md5\s*=\s*"([0-9a-f]{32})"/.exec(sticker.text) ?? []
  expect(await client.call('sendMsg', { emoticonMd5: md5 }, 'filehelper')).not.toHaveProperty('failed')
  expect(world.sent().at(-1)?.type).toBe(47)
  expect(refused(world)).toEqual([])
}, 60_000)

test('it makes and changes a room, accepts a friend, sets a remark, pins and takes back', async () => {
  const { world, client } = await start()
  await client.told('login')
  await client.told('contacts', ({ names }) => names.includes('[群] 项目组'))
  world.person('alice').say('bot', 'hello')
  const { userName } = await client.told('message', ({ text }) => text === 'hello')
  world.person('bob').say('bot', 'and I')
  const bob = await client.told('message', ({ text }) => text === 'and I')
  const fine = async (method: string, ...args: readonly unknown[]): Promise<Readonly<Record<string, unknown>>> => {
    const { result, failed } = await client.call(method, ...args)
    expect([method, failed]).toEqual([method, undefined])
    return (result ?? {}) as Readonly<Record<string, unknown>>
  }
  const room = await fine('createChatroom', 'a new room', [{ UserName: userName }, { UserName: bob.userName }])
  expect([...world.rooms.values()].map(({ topic }) => topic)).toContain('a new room')
  await fine('updateChatRoomName', room.ChatRoomName, 'another name')
  expect([...world.rooms.values()].map(({ topic }) => topic)).toContain('another name')
  await fine('updateRemarkName', userName, 'Alice from work')
  await fine('opLog', userName, 1)
  const { MsgID } = await fine('sendText', 'oops', userName)
  await fine('revokeMsg', MsgID, userName)
  expect(world.sent().find(({ text }) => text === 'oops')?.recalled).toBe(true)
  world.addPerson({ id: 'zoe', nickName: 'Zoe', friendOf: [] })
  world.person('zoe').request('bot', 'hi there')
  const asked = await client.told('message', ({ msgType }) => msgType === 37)
  await fine('verifyUser', asked.info.UserName, asked.info.Ticket)
  expect(world.accounts.get('bot')?.friends.has('zoe')).toBe(true)
}, 60_000)
