import { asyncScheduler, firstValueFrom } from 'rxjs'
import { createWorld, startServer } from '../../../src/emulator/index.js'

// An offline WeChat in a process of its own, with as many friends and waiting messages as it is told. Dies with its parent.
const friends = Number(process.argv[2])
const world = createWorld({ scheduler: asyncScheduler, phone: { scanAfter: 20, confirmAfter: 20 } })
for (let n = 0; n < friends; n += 1) world.addPerson({ id: `friend${n}` })
const { origin } = await firstValueFrom(startServer(world))

process.on('message', (count: number) => {
  for (let n = 0; n < count; n += 1) world.person(`friend${n % friends}`).say('bot', `message ${n}`)
})
process.on('disconnect', () => process.exit())
process.send?.(origin)
