// rxwx as a user has it: the built package, createBot, a store in memory or (option) in a directory.
import { combineLatest, concatMap, filter, range, take } from 'rxjs'
import { createBot } from 'rxwx'
import { count, createMeter, option, origin, ready, task } from './measure.mjs'

const bot = createBot({ server: origin, pace: 'off', ...(option === '' ? {} : { store: option }) })
const meter = createMeter()

combineLatest([bot.state$.pipe(filter(({ type }) => type === 'online')), bot.contacts$])
  .pipe(
    filter(([, { complete }]) => complete),
    take(1),
    concatMap(ready),
  )
  .subscribe(() => {
    if (task === 'drain') return
    meter.begin()
    range(1, count)
      .pipe(concatMap((at) => bot.send('filehelper', `text ${at}`)))
      .subscribe(({ outcome }) => {
        if (outcome !== 'accepted') throw new Error(outcome)
        meter.step()
      })
  })

bot.messages$.subscribe(({ type }) => {
  if (type === 'text' && task === 'drain') meter.step()
})
bot.done$.subscribe({
  error: (error) => {
    throw error
  },
})
bot.start()
