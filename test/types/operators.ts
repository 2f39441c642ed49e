import type { Observable } from 'rxjs'
import type { Message } from 'rxwx'
import { combine, command, fromSender, hears, inChat, named, when } from 'rxwx/operators'

declare const messages$: Observable<Message>

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
