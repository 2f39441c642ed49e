import { pathToFileURL } from 'node:url'
import { switchMap } from 'rxjs'
import { type Behaviour, type Bot, createBot, drawQr } from 'rxwx'

/** What has a memory, or needs settings of its own. */
export interface Program {
  readonly prepare: (bot: Bot) => void
  /** `all`: what the account itself sends is handed out, too. Default: messages from others. */
  readonly include?: 'others' | 'all'
}

/**
 * Runs a behaviour or a program as a bot if its file was started as a program. RXWX_SERVER points it to an emulator
 * (`npx rxwx emulate`), RXWX_STORE keeps its session and its memory.
 */
export function runExample(file: string, example: Behaviour | Program): void {
  if (file !== pathToFileURL(process.argv[1] ?? '').href) return
  const { RXWX_SERVER: server, RXWX_STORE: store } = process.env
  const { include = 'others' } = typeof example === 'function' ? {} : example
  const bot = createBot({
    include,
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
