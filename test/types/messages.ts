import { map, type Observable } from 'rxjs'
import {
  type Behaviour,
  type Bot,
  type Command,
  createBot,
  hears,
  inRoom,
  type Message,
  ofType,
  type Receipt,
  reply,
} from 'rxwx'

declare const messages$: Observable<Message>
declare const bot: Bot
declare const message: Message
declare const receipt: Receipt

// A kind narrows its payload.
if (message.type === 'text') message.text satisfies string
// @ts-expect-error: an image has no text
if (message.type === 'image') message.text
// @ts-expect-error: not every message has a text
message.text

// Operators narrow, and keep what was narrowed before.
messages$.pipe(hears(/x/)).subscribe(({ text }) => text satisfies string)
messages$.pipe(inRoom('team'), hears(/x/)).subscribe(({ room, text }) => `${room.name} ${text}`)
messages$.pipe(ofType('recall')).subscribe(({ recalledId }) => recalledId satisfies string)
// @ts-expect-error: there is no such kind
messages$.pipe(ofType('telegram'))
// @ts-expect-error: a room is not certain without inRoom
messages$.pipe(hears(/x/)).subscribe(({ room }) => room.name)

// A Command is one of a few, with all that it needs.
const good: Behaviour = (all$) => all$.pipe(map((one) => reply(one, 'yes')))
// @ts-expect-error: a text is no Command
const wrong: Behaviour = (all$) => all$.pipe(map(() => 'yes'))
// @ts-expect-error: nobody is written to
const toNobody: Command = { type: 'send', text: 'yes' }
// @ts-expect-error: there is no such Command
const unknown: Command = { type: 'shout', to: 'alice', text: 'yes' }

// A receipt says what its outcome has.
if (receipt.outcome === 'accepted') receipt.msgId satisfies string
// @ts-expect-error: what was refused has no MsgId
if (receipt.outcome === 'refused') receipt.msgId

// Settings and handlers.
bot.handle('echo', (one) => [reply(one, 'yes')])
bot.handle('later', async (one) => reply(one, 'yes'))
bot.handle('nothing', () => undefined)
// @ts-expect-error: a number is no answer of a handler
bot.handle('number', () => 1)
// @ts-expect-error: there is no such setting
createBot({ nonsense: true })
// @ts-expect-error: there is no such profile
createBot({ profile: 'phone' })

export { good, toNobody, unknown, wrong }
