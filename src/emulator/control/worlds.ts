import { Buffer } from 'node:buffer'
import { capabilities, type Service } from '../capability.js'
import { faultNames } from '../fault-kinds.js'
import { isOpen } from '../login-attempt.js'
import type { World } from '../world.js'
import type { WorldState } from '../world-state.js'
import { accountFields, entries, personFields, phone, roomFields, webLogin } from './cast-fields.js'
import { type Control, deed, defined, done, look } from './control.js'
import { fitting, number, oneOf, optional, text, wrong } from './field.js'
import { account, accountOf, code } from './fields.js'
import { settingsFields } from './settings-fields.js'

const whole = { from: 0, whole: true } as const

const services: readonly unknown[] = ['served', 'refused', 'empty', 'created']

const service = fitting(
  'served, refused, empty, created, or a Ret',
  'How it is answered from now on.',
  (value): value is Service => services.includes(value) || Number.isInteger(value),
)

const settings = Object.fromEntries(
  Object.entries(settingsFields).map(([name, field]) => [name, optional<unknown>(field)]),
)

/** A control for each verb of a world: one that is missing here does not compile. */
export const worlds = {
  addAccount: deed(
    'addAccount',
    'One more account that a client can log in to.',
    accountFields,
    (world, { id, ...options }) => done(world.addAccount({ id, ...defined(options) })),
  ),
  changeAccount: deed(
    'changeAccount',
    'An account gets another phone, or other rights.',
    { account, phone: optional(phone), webLogin: optional(webLogin) },
    (world, { account: id, ...options }) => done(world.changeAccount(accountOf(world, id), defined(options))),
  ),
  addPerson: deed('addPerson', 'Somebody new.', personFields, (world, { id, ...options }) =>
    done(world.addPerson({ id, ...defined(options) })),
  ),
  addRoom: deed('addRoom', 'A new room.', roomFields, (world, { id, members, ...options }) =>
    done(world.addRoom({ id, members, ...defined(options) })),
  ),
  addMessages: deed(
    'addMessages',
    'Many texts at once, message 1, message 2 and so on.',
    {
      count: optional(number('How many. Default: 1.', { ...whole, to: 1_000_000 })),
      from: optional(text('The id of who writes. Default: the first friend.')),
      to: optional(text('The account. Default: the first one.')),
      text: optional(text('What each says; {n} is its number. Default: message {n}.')),
    },
    (world, { count = 1, text: words, ...options }) =>
      done(
        world.addMessages(count, {
          ...defined(options),
          ...(words === undefined ? {} : { text: (at: number) => words.replaceAll('{n}', String(at)) }),
        }),
      ),
  ),
  inject: deed('inject', 'Puts entries into AddMsgList.', { account, entries }, (world, given) =>
    done(world.inject(accountOf(world, given.account), given.entries)),
  ),
  kick: deed('kick', 'Ends the web login of an account.', { account, code: code(1101) }, (world, given) =>
    done(world.kick(given.account, given.code)),
  ),
  fault: deed(
    'fault',
    'Arms a fault.',
    {
      name: text('One of faultNames, with a number in place of <n>: retcode-1101.'),
      endpoint: optional(text('Where it strikes, such as webwxsync; * stands for any letters.')),
      times: optional(number('How often. Default: once, or without end where there is a probability.')),
      probability: optional(number('From 0 to 1. Default: 1.')),
      after: optional(number('Lets so many chances pass first. Default: 0.')),
      ms: optional(number('For delay and slow-drip.')),
      bytes: optional(number('For oversize-body and gzip-bomb.')),
    },
    (world, { name, ...options }) => done(world.fault({ name, ...defined(options) })),
  ),
  clearFaults: deed('clearFaults', 'Takes all faults back.', {}, (world) => done(world.clearFaults())),
  change: deed('change', 'Changes how the server behaves.', settings, (world, given) =>
    done(world.change(changes(given))),
  ),
  capability: deed(
    'capability',
    'The service refuses something from now on, or serves it again.',
    { name: oneOf('What.', ...capabilities), service },
    (world, given) => done(world.capability(given.name, given.service)),
  ),
  sent: look('sent', 'What the web client of an account has sent, oldest first.', { account }, (world, given) => ({
    sent: world.sent(given.account),
  })),
  history: look(
    'history',
    'The messages of an account, oldest first: what came, what the phone wrote, and what the web client sent.',
    {
      account,
      chat: optional(text('Only of this chat: the id of a person or a room.')),
      limit: optional(number('The latest so many.', { from: 1, whole: true })),
    },
    (world, given) => ({ history: world.history(given.account, given.chat).slice(-(given.limit ?? 0)) }),
  ),
  media: look('media', 'An upload, its bytes in base64.', { mediaId: text('The MediaId.') }, (world, given) =>
    media(world, given.mediaId),
  ),
} as const satisfies Record<Verb, Control>

/** What a world can do; its persons, rooms and phones have controls of their own. */
type Verb = Exclude<keyof World, keyof WorldState | 'phone' | 'person' | 'room' | 'isOnline'>

/** Settings that were given; null takes a limit away. */
const changes = (given: Readonly<Record<string, unknown>>): Parameters<World['change']>[0] =>
  Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, value ?? undefined]])),
  )

/** An upload, its bytes in base64 where they were kept. */
function media(world: World, mediaId: string): object {
  const found = world.depot.media.get(mediaId)
  if (found === undefined) throw wrong('mediaId', 'nobody has uploaded it')
  const { name, mime, type, size, md5, sha256 } = found
  const bytes = world.media(mediaId)
  const base64 = bytes === undefined ? undefined : Buffer.from(bytes).toString('base64')
  return { name, mime, type, size, md5, sha256, ...defined({ base64 }) }
}

/** What can be looked at and is no verb of the code. */
export const looks: readonly Control[] = [
  look('state', 'What there is: accounts, codes that wait, persons, rooms and faults.', {}, (world) => state(world)),
  look(
    'requests',
    'What was asked of the server, and how it ended.',
    { endpoint: optional(text('Only of this endpoint.')), since: optional(number('Only from this time, in Unix ms.')) },
    (world, { endpoint, since = 0 }) => ({
      requests: world.exchanges.list(endpoint).filter(({ startedAt }) => startedAt >= since),
    }),
  ),
  look('faultNames', 'The faults that there are, and what each does.', {}, () => faultNames),
]

const state = (world: World): object => ({
  now: world.now(),
  accounts: [...world.accounts.values()].map((one) => accountState(world, one.id)),
  codes: [...world.attempts.values()]
    .filter((attempt) => isOpen(world, attempt))
    .map(({ uuid, kind, state: at, account: id }) => ({ uuid, kind, state: at, account: id })),
  persons: [...world.persons.values()].map(({ id, nickName, kind }) => ({ id, nickName, kind })),
  rooms: [...world.rooms.values()].map(({ id, topic, members }) => ({ id, topic, members: [...members.keys()] })),
  faults: world.faults.list(),
})

function accountState(world: World, id: string): object {
  const one = world.accounts.get(id)
  if (one === undefined) return { id }
  const { uin, session, queue, read, webLogin: allowed } = one
  return {
    id,
    uin,
    online: world.isOnline(id),
    logins: [...world.sessions.values()].filter(({ account: owner }) => owner === id).length,
    ...defined({ over: session?.over }),
    unread: queue.end() - read,
    phone: one.phone,
    webLogin: allowed,
  }
}
