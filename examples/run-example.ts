import { pathToFileURL } from 'node:url'
import { switchMap } from 'rxjs'
import { type Behaviour, createBot, drawQr } from 'rxwx'

/**
 * Runs a behaviour as a bot if its file was started as a program. RXWX_SERVER points it to an emulator
 * (`npx rxwx emulate`), RXWX_STORE keeps its session.
 */
export function runExample(file: string, behaviour: Behaviour): void {
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
  bot.use(behaviour)
  bot.start()
  process.once('SIGINT', bot.stop)
}
