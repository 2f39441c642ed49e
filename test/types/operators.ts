import type { Observable, SchedulerLike } from 'rxjs'
import { type BotView, type Command, type Message, reply, revoke, text } from 'rxwx'
import {
  ask,
  awaitReceipt,
  bursts,
  collectMedia,
  combine,
  command,
  fromSender,
  hears,
  inChat,
  named,
  oncePerPerson,
  rateLimit,
  scanConversation,
  schedule,
  when,
} from 'rxwx/operators'

declare const messages$: Observable<Message>
declare const message: Message
declare const scheduler: SchedulerLike
declare const view: BotView

// Filters keep what was narrowed before them.
messages$.pipe(hears(/x/), inChat('alice'), fromSender({ id: '1' })).subscribe(({ text }) => text satisfies string)
// @ts-expect-error: a number is nobody's name
messages$.pipe(inChat(7))

// A command's values are those that were asked for, once it is known that they fit.
messages$.pipe(command('add', { args: ['number', 'word?', 'rest'] })).subscribe(({ values }) => {
  // @ts-expect-error: they may not fit
  values[0]
  if (values === undefined) return
  values satisfies readonly [number, string | undefined, string]
})
messages$.pipe(command('add')).subscribe(({ args }) => args satisfies readonly string[])
// @ts-expect-error: there is no such kind of word
messages$.pipe(command('add', { args: ['integer'] }))

// Only behaviours compose.
// @ts-expect-error: a text is no Command
combine(() => messages$)
// @ts-expect-error: a behaviour needs a name to be named
named(() => messages$)
// @ts-expect-error: a condition says yes or no
when(messages$, named('x', combine()))

// What waits needs a clock, and what expires needs one, too.
messages$.pipe(scanConversation(0, (count) => count + 1, { limit: 5 })).subscribe(({ state }) => state satisfies number)
messages$.pipe(
  scanConversation({ seen: 0 }, (state, { id }) => ({ seen: state.seen + id.length }), { expireAfter: 5, scheduler }),
)
// @ts-expect-error: expiry without a clock
messages$.pipe(scanConversation(0, (count) => count + 1, { expireAfter: 5 }))
// @ts-expect-error: once again after a day, on no clock
messages$.pipe(oncePerPerson({ every: 5 }))
// @ts-expect-error: a plan without a time zone
schedule('* * * * *', { scheduler })

// What was gathered keeps its type, and there is at least one.
messages$.pipe(bursts({ quiet: 5, scheduler })).subscribe(({ text, lines }) => text + lines[0].text)
messages$
  .pipe(collectMedia({ quiet: 5, types: ['voice'], scheduler }))
  .subscribe(({ media }) => media[0].duration satisfies number)
messages$.pipe(collectMedia({ quiet: 5, scheduler })).subscribe(({ media: [first] }) => {
  // @ts-expect-error: not every kind of media has a duration
  first.duration
})
// @ts-expect-error: a text is no media
messages$.pipe(collectMedia({ quiet: 5, types: ['text'], scheduler }))
// Limits keep what was narrowed before them.
messages$
  .pipe(hears(/x/), rateLimit({ count: 1, per: 5, scheduler, dropped: ({ text }) => text satisfies string }))
  .subscribe(({ text }) => text satisfies string)

// An answer has the type that was accepted; a text, if nothing else was said.
ask(view, message, 'who?', { answered: (who) => reply(message, who.trim()) })
ask(view, message, 'how many?', {
  accept: (one) => (one.type === 'text' ? one.text.length : undefined),
  answered: (count) => reply(message, count.toFixed(1)),
})
// @ts-expect-error: a text is no Command
ask(view, message, 'who?', { answered: () => 'thanks' })
// @ts-expect-error: a question for nobody
ask(view, 'alice', 'who?', { answered: () => undefined })
awaitReceipt(view, text('alice', 'x') as Extract<Command, { readonly type: 'send' }>, {
  // @ts-expect-error: it may not have been accepted
  received: (receipt) => revoke('alice', receipt.msgId),
})
// @ts-expect-error: what is taken back has no receipt to wait for
awaitReceipt(view, revoke('alice', '7'), { received: () => undefined })
