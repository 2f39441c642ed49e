import { createBot, reply } from '../../../src/index.js'

/** A bot that answers every text, as a program to be killed. */
const [server = '', store = ''] = process.argv.slice(2)
const bot = createBot({ server, store, pace: 'off', giveUp: 0 })
bot.handle('answer', (message) => (message.type === 'text' ? [reply(message, `re ${message.text}`)] : []))
bot.state$.subscribe(({ type }) => console.log(type))
bot.done$.subscribe({
  error: (error: Error) => {
    console.error(error.message)
    process.exitCode = 1
  },
})
bot.start()
