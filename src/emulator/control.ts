import { Buffer } from 'node:buffer'
import { type Given, maybe, numberOf, text, texts, wrong } from './control-given.js'
import { peopleDeeds } from './control-people.js'
import { faultNames } from './fault-kinds.js'
import { isOpen } from './login-attempt.js'
import { defaultSettings, type Settings } from './settings.js'
import type { World } from './world.js'

type Verb = (world: World, given: Given) => object

/** One request of the control API; undefined where there is no such control. Bad input is an `argument` failure. */
export function control(world: World, method: string, name: string, given: Given): object | undefined {
  const verbs = method === 'GET' ? looks : method === 'POST' ? deeds : {}
  return Object.hasOwn(verbs, name) ? verbs[name]?.(world, given) : undefined
}

const looks: Readonly<Record<string, Verb>> = {
  state: (world) => ({
    now: world.now(),
    accounts: [...world.accounts.values()].map(({ id, uin, session, queue, read }) => ({
      id,
      uin,
      online: world.isOnline(id),
      logins: [...world.sessions.values()].filter(({ account }) => account === id).length,
      ...(session?.over === undefined ? {} : { over: session.over }),
      unread: queue.end() - read,
    })),
    codes: [...world.attempts.values()]
      .filter((attempt) => isOpen(world, attempt))
      .map(({ uuid, kind, state, account }) => ({ uuid, kind, state, account })),
    persons: [...world.persons.values()].map(({ id, nickName, kind }) => ({ id, nickName, kind })),
    rooms: [...world.rooms.values()].map(({ id, topic, members }) => ({ id, topic, members: [...members.keys()] })),
    faults: world.faults.list(),
  }),
  sent: (world, given) => ({ sent: world.sent(maybe(given, 'account')) }),
  media: (world, given) => media(world, text(given, 'mediaId')),
  faultNames: () => faultNames,
  requests: (world, given) => ({
    requests: world.exchanges
      .list(maybe(given, 'endpoint'))
      .filter(({ startedAt }) => startedAt >= Number(given.since ?? 0)),
  }),
}

const deeds: Readonly<Record<string, Verb>> = {
  ...peopleDeeds,
  scan: (world, given) => done(world.phone(maybe(given, 'account')).scan(maybe(given, 'uuid'))),
  confirm: (world, given) => done(world.phone(maybe(given, 'account')).confirm()),
  cancel: (world, given) => done(world.phone(maybe(given, 'account')).cancel()),
  logoutWeb: (world, given) =>
    done(world.phone(maybe(given, 'account')).logoutWeb({ code: numberOf(given, 'code', 1100) })),
  kick: (world, given) => done(world.kick(maybe(given, 'account'), numberOf(given, 'code', 1101))),
  say: (world, given) => ({
    msgId: person(world, given).say(maybe(given, 'to') ?? firstAccount(world), text(given, 'text')),
  }),
  sayIn: (world, given) => ({ msgId: person(world, given).sayIn(text(given, 'room'), text(given, 'text')) }),
  phoneSay: (world, given) => ({
    msgId: world.phone(maybe(given, 'account')).say(text(given, 'to'), text(given, 'text')),
  }),
  recall: (world, given) =>
    done(
      given.person === undefined
        ? world.phone(maybe(given, 'account')).recall(text(given, 'msgId'), maybe(given, 'chat'))
        : person(world, given).recall(text(given, 'msgId')),
    ),
  fault: (world, given) => done(world.fault(faultOf(given))),
  clearFaults: (world) => done(world.clearFaults()),
  change: (world, given) => done(world.change(settingsOf(given))),
  addPerson: (world, given) =>
    done(
      world.addPerson({
        id: text(given, 'id'),
        nickName: maybe(given, 'nickName') ?? text(given, 'id'),
        kind: given.kind === 'official' ? 'official' : 'person',
        friendOf: given.friendOf === undefined ? 'all' : texts(given, 'friendOf'),
        remarkName: maybe(given, 'remarkName') ?? '',
      }),
    ),
  addRoom: (world, given) =>
    done(
      world.addRoom({
        id: text(given, 'id'),
        topic: maybe(given, 'topic') ?? '',
        members: texts(given, 'members'),
        saved: given.saved === true,
      }),
    ),
  addMessages: (world, given) => {
    const [from, to] = [maybe(given, 'from'), maybe(given, 'to')]
    const options = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
    return done(world.addMessages(numberOf(given, 'count', 1), options))
  },
}

/** An upload, its bytes in base64 where they were kept. */
function media(world: World, mediaId: string): object {
  const found = world.depot.media.get(mediaId)
  if (found === undefined) throw wrong('mediaId', 'nobody has uploaded it')
  const { name, mime, type, size, md5, sha256 } = found
  const bytes = world.media(mediaId)
  const base64 = bytes === undefined ? undefined : Buffer.from(bytes).toString('base64')
  return { name, mime, type, size, md5, sha256, ...(base64 === undefined ? {} : { base64 }) }
}

const done = (_: unknown): object => ({ ok: true })

const person = (world: World, given: Given) => world.person(text(given, 'person'))

const firstAccount = (world: World): string => world.accounts.keys().next().value ?? ''

function faultOf(given: Given) {
  const numbers = ['times', 'probability', 'after', 'ms', 'bytes'].filter((name) => given[name] !== undefined)
  const endpoint = maybe(given, 'endpoint')
  return {
    name: text(given, 'name'),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...Object.fromEntries(numbers.map((name) => [name, numberOf(given, name, 0)])),
  }
}

const limits: readonly string[] = ['sendLimit', 'roomLimit', 'requestLimit']

/** Switches by name; a value of another type than the present one is refused. */
function settingsOf(given: Given): Partial<Settings> {
  const known: Given = { ...defaultSettings, ...Object.fromEntries(limits.map((name) => [name, {}])) }
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(known, name)) throw wrong(name, 'no such setting')
    const unset = value === null && limits.includes(name)
    if (!unset && (value === null || typeof value !== typeof known[name])) throw wrong(name, `a ${typeof known[name]}`)
  }
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, value ?? undefined]))
}
