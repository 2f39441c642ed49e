import type { Observable } from 'rxjs'
import { type Bot, defineBot, file, image, type Message, type MessageOf, ofType, video } from 'rxwx'

declare const bot: Bot
declare const messages$: Observable<Message>
declare const film: MessageOf<'video'>

film.duration satisfies number
messages$.pipe(ofType('video', 'image')).subscribe((message) => message.md5 satisfies string)
messages$.pipe(ofType('system')).subscribe(({ notice }) => {
  if (notice.kind === 'renamed') notice.topic satisfies string
  // @ts-expect-error: who was invited has no topic
  if (notice.kind === 'invited') notice.topic
})

bot.submit(image('filehelper', './a.jpg'))
bot.submit(file('filehelper', new Blob([]), { name: 'a', at: 0, key: 'a' }))
// @ts-expect-error: a number is nothing that can be sent
bot.submit(file('filehelper', 7))
// @ts-expect-error: there is no such option
bot.submit(video('filehelper', './a.mp4', { speed: 2 }))
// @ts-expect-error: there is no such size
bot.download(film, { size: 'huge' })

defineBot({
  use: () => messages$.pipe(ofType('text'), (texts$) => texts$ as Observable<never>),
  converse: { count: { start: () => 0, reduce: (n: number) => ({ state: n + 1 }) } },
  handle: { quiet: [() => [], { permits: 1 }] },
})
// @ts-expect-error: there is no such part
defineBot({ handel: {} })
// @ts-expect-error: a handler answers with Commands
defineBot({ handle: { wrong: () => 'yes' } })
