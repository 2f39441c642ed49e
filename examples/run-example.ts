import { pathToFileURL } from 'node:url'
import { switchMap } from 'rxjs'
import { type Behaviour, type Bot, createBot, drawQr } from 'rxwx'

/**
 * Runs a behaviour as a bot if its file was started as a program; what has a memory is registered by `prepare`. RXWX_SERVER points it
 * to an emulator (`npx rxwx emulate`), RXWX_STORE keeps its session and its memory.
 */
export function runExample(file: string, example: Behaviour | { readonly prepare: (bot: Bot) => void }): void {
  if (file !== pathToFileURL(process.argv[1] ?? '').href) return
  const { RXWX_SERVER: server, RXWX_STORE: store } = process.env
  const bot = createBot({
    ...(server === undefined ? {} : { server }),
    ...(store === undefined ? {} : { store }),
  })
  bot.qr$.pipe(switchMap((qr) => drawQr(qr.text))).subscribe((drawing) => console.error(drawing))
  bot.state$.subscribe(({ type }) => console.error(type))
  bot.messages$.subscribe((message) => console.log(message.from.name, message.type))
  bot.done$.subscribe({ error: (error) => console.error(error.message) })
  if (typeof example === 'function') bot.use(example)
  else example.prepare(bot)
  bot.start()
  process.once('SIGINT', bot.stop)
}
