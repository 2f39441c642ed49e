import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asyncScheduler, filter, firstValueFrom, ReplaySubject, timeout } from 'rxjs'
import { afterEach, expect, test } from 'vitest'
import { createWorld, type Server, startServer, type World } from '../../src/emulator/index.js'

/** What the child tells. */
type Told =
  | { readonly type: 'login'; readonly self: string }
  | { readonly type: 'logout' }
  | { readonly type: 'error'; readonly tips: string; readonly message: string }
  | { readonly type: 'contacts'; readonly names: readonly string[] }
  | { readonly type: 'sent'; readonly text: string; readonly msgId: string }
  | Heard

interface Heard {
  readonly type: 'message'
  readonly msgType: number
  readonly own: boolean
  readonly from: string
  readonly to: string
  readonly text: string
  readonly userName: string
}

interface Client {
  /** The first thing told, from the beginning on, that is like this. */
  readonly told: <T extends Told['type']>(
    type: T,
    like?: (one: Extract<Told, { type: T }>) => boolean,
  ) => Promise<Extract<Told, { type: T }>>
  readonly say: (to: string, text: string) => void
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
  return {
    told: (type, like = () => true) =>
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
      ),
    say: (to, text) => child.send({ say: { to, text } }),
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
