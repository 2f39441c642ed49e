// The offline WeChat in a process of its own, so that its work is not counted as a client's. Dies with its parent.
import { asyncScheduler } from 'rxjs'
import { createWorld, startServer } from 'rxwx/emulator'

const world = createWorld({ scheduler: asyncScheduler, phone: { scanAfter: 1, confirmAfter: 1 }, latency: 0 })
startServer(world).subscribe(({ origin, port }) => process.send({ origin, port }))
let before = 0
process.on('message', ({ texts, exchanges, friends = 0 }) => {
  if (exchanges === true) return process.send({ exchanges: world.exchanges.list().length - before })
  before = world.exchanges.list().length
  for (let at = 0; at < friends; at++) world.addPerson({ id: `friend${at}` })
  if (friends === 0) world.addMessages(texts, { from: 'alice' })
  else for (let at = 0; at < texts; at++) world.person(`friend${at % friends}`).say('bot', `message ${at}`)
  process.send({})
})
process.on('disconnect', () => process.exit())
