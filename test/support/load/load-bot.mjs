import { filter, first, ignoreElements, interval, map, NEVER, timer } from 'rxjs'
import { createBot } from 'rxwx'

// The package as a user has it, or with tsx its sources: a bot with 16 permits, whose handler never ends with one of its friends.
const [server = '', store = ''] = process.argv.slice(2)
const bot = createBot({ server, store })
const conversations = new Set()
let messages = 0
let most = 0
let running = 0
let atOnce = 0

const tell = (progress) => process.send?.(progress)

const measure = () => {
  const { rss } = process.memoryUsage()
  most = Math.max(most, rss)
  return rss
}

const handler = (message) => {
  if (message.type !== 'text') return []
  messages += 1
  running += 1
  atOnce = Math.max(atOnce, running)
  conversations.add(message.conversation.id)
  if (message.text === 'message 0') return NEVER
  return timer(1).pipe(
    map(() => {
      running -= 1
    }),
    ignoreElements(),
  )
}

bot.handle('load', handler, { permits: 16, deadline: 3_600_000 })
bot.contacts$.pipe(first(({ complete }) => complete)).subscribe(() => {
  // What the start has left behind is gone by then.
  timer(2_000).subscribe(() => {
    tell({ type: 'idle', rss: measure() })
    interval(20).subscribe(measure)
    interval(100).subscribe(() => tell({ type: 'handled', messages, conversations: conversations.size, most, atOnce }))
  })
})
bot.state$.pipe(filter(({ type }) => type === 'stopped')).subscribe(() => process.exit(1))
process.on('disconnect', () => process.exit())
bot.start()
