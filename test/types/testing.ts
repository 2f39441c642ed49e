import { map } from 'rxjs'
import { type Behaviour, type KnownRoom, type Message, reply } from 'rxwx'
import { contact, expectBehaviour, message, room } from 'rxwx/testing'

const echo: Behaviour = (messages$) => messages$.pipe(map((one) => reply(one, 'yes')))

// A builder makes its kind, and knows the payload of it.
message.text('ding').text satisfies string
message.video(1_000).type satisfies 'video'
message.video().duration satisfies number
message.file('a.pdf', { size: 1 }) satisfies Message
message.call('ended').event satisfies string
// @ts-expect-error: an image has no text
message.image().text
// @ts-expect-error: a text has no size
message.text('ding', { size: 1 })
// @ts-expect-error: there is no such kind
message.telegram()
// @ts-expect-error: how long a voice is, is a number
message.voice('long')

contact('bob').kind satisfies 'person'
room('team') satisfies KnownRoom
// @ts-expect-error: a person has no members
contact('bob', { members: [] })

expectBehaviour(echo, 'a', { a: message.text('ding') }, { unit: 10, contacts: [contact('bob'), room('team')] })
// @ts-expect-error: a behaviour emits Commands
expectBehaviour((messages$) => messages$.pipe(map(() => 'yes')), 'a')
// @ts-expect-error: a number is no message
expectBehaviour(echo, 'a', { a: 1 })
