import { capabilities, type Service } from './capability.js'
import { bytesOf, type Given, maybe, numberOf, text, texts, wrong } from './control-given.js'
import { isObject } from './wire-json.js'
import type { World } from './world.js'

type Deed = (world: World, given: Given) => object

const done = (_: unknown): object => ({ ok: true })

const person = (world: World, given: Given) => world.person(text(given, 'person'))

const room = (world: World, given: Given) => world.room(text(given, 'room'))

const account = (world: World, given: Given): string =>
  maybe(given, 'account') ?? world.accounts.keys().next().value ?? ''

/** What persons send that is no text, and what happens among friends and in rooms. */
export const peopleDeeds: Readonly<Record<string, Deed>> = {
  send: (world, given) => ({ msgId: send(world, given) }),
  rename: (world, given) => done(person(world, given).rename(text(given, 'nickName'))),
  changeAvatar: (world, given) =>
    done(person(world, given).changeAvatar(given.base64 === undefined ? undefined : bytesOf(given))),
  request: (world, given) => ({
    msgId: person(world, given).request(account(world, given), maybe(given, 'greeting') ?? ''),
  }),
  befriend: (world, given) => done(person(world, given).befriend(account(world, given))),
  unfriend: (world, given) => done(person(world, given).unfriend(account(world, given))),
  block: (world, given) => done(person(world, given).block(account(world, given))),
  vanish: (world, given) => done(person(world, given).vanish(account(world, given))),
  accept: (world, given) => done(person(world, given).accept(text(given, 'room'))),
  pat: (world, given) => done(person(world, given).pat(text(given, 'to'), text(given, 'patted'))),
  renameRoom: (world, given) => done(room(world, given).rename(text(given, 'topic'), text(given, 'by'))),
  addMembers: (world, given) => done(room(world, given).add(texts(given, 'persons'), text(given, 'by'))),
  removeMember: (world, given) => done(room(world, given).remove(text(given, 'person'), text(given, 'by'))),
  leaveRoom: (world, given) => done(room(world, given).leave(text(given, 'person'))),
  setOwner: (world, given) => done(room(world, given).setOwner(text(given, 'person'))),
  announce: (world, given) => done(room(world, given).announce(text(given, 'text'), text(given, 'by'))),
  capability: (world, given) => {
    const name = capabilities.find((one) => one === given.name)
    if (name === undefined) throw wrong('name', `none of ${capabilities.join(', ')}`)
    return done(world.capability(name, serviceOf(given)))
  },
}

/** By `kind`, with the bytes in base64; `raw` puts its fields into a message as they are. */
function send(world: World, given: Given): string {
  const who = person(world, given)
  const to = maybe(given, 'to') ?? account(world, given)
  switch (text(given, 'kind')) {
    case 'image':
      return who.sendImage(to, bytesOf(given))
    case 'voice':
      return who.sendVoice(to, bytesOf(given), { ms: numberOf(given, 'ms', 1_000) })
    case 'video':
      return who.sendVideo(to, bytesOf(given), { seconds: numberOf(given, 'seconds', 1) })
    case 'sticker':
      return who.sendSticker(to, bytesOf(given))
    case 'file':
      return who.sendFile(to, bytesOf(given), { name: text(given, 'name') })
    case 'link':
      return who.sendLink(to, { title: text(given, 'title'), url: text(given, 'url') })
    case 'card':
      return who.sendCard(to, text(given, 'card'))
    case 'raw':
      if (!isObject(given.raw)) throw wrong('raw', 'an object')
      return who.send(to, given.raw)
    default:
      throw wrong('kind', 'none of image, voice, video, sticker, file, link, card, raw')
  }
}

const words: readonly unknown[] = ['served', 'refused', 'empty', 'created']

function serviceOf({ service }: Given): Service {
  if (words.includes(service) || Number.isInteger(service)) return service as Service
  throw wrong('service', 'served, refused, empty, created, or a Ret')
}
