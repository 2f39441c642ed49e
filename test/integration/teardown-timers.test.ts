import { EMPTY, exhaustMap, map, mergeMap, NEVER, throwError } from 'rxjs'
import { expect, test } from 'vitest'
import {
  ask,
  awaitReceipt,
  type Bot,
  broadcast,
  bursts,
  defaultPace,
  limited,
  quietHours,
  reply,
  schedule,
  text,
} from '../../src/index.js'
import { createStage, type Stage } from '../support/bot/stage.js'

/** A bot in which everything that can wait does. */
function prepare(bot: Bot): void {
  const { scheduler } = bot
  bot.handle('held', (message, { extend }) => {
    extend(3_600_000)
    return message.conversation.id.startsWith('r_') ? throwError(() => new Error('again')) : NEVER
  })
  bot.converse('count', { start: () => 0, reduce: (n: number) => ({ state: n + 1 }) })
  bot.use(() => schedule('*/5 * * * *', { timeZone: 'UTC', scheduler }).pipe(map(() => text('filehelper', 'tick'))))
  bot.use((messages$) =>
    messages$.pipe(
      bursts({ quiet: 30_000, scheduler }),
      mergeMap(() => EMPTY),
    ),
  )
  bot.use((messages$, view) =>
    messages$.pipe(exhaustMap((one) => ask(view, one, 'well?', { answered: () => undefined }))),
  )
  bot.use((messages$, view) =>
    messages$.pipe(
      mergeMap((one) => awaitReceipt(view, { type: 'send', to: one, text: 'x' }, { received: () => undefined })),
    ),
  )
  bot.use((messages$, view) =>
    messages$.pipe(exhaustMap(() => broadcast(view, ['alice', 'bob', 'filehelper'], 'news'))),
  )
  bot.use(
    limited({ count: 1, per: 60_000 }, (messages$) =>
      messages$.pipe(
        map((one) => reply(one, 'night')),
        quietHours({ from: '00:00', to: '23:59', timeZone: 'UTC', scheduler }),
      ),
    ),
  )
}

const pending = ({ clock }: Stage): number => clock.scheduler.actions.filter(({ closed }) => !closed).length

/** What goes wrong before the stop. */
const troubles: Readonly<Record<string, (stage: Stage) => void>> = {
  'nothing is wrong': () => {},
  'the service says "too often"': ({ world }) =>
    world.fault({ name: 'retcode-1205', endpoint: 'webwxsend*', times: 99 }),
  'the network is gone': ({ world }) => world.fault({ name: 'reset', endpoint: '*', times: 999 }),
  'polls are refused': ({ world }) => world.fault({ name: 'retcode-1', endpoint: 'synccheck', times: 99 }),
  'the server never answers': ({ world }) => world.fault({ name: 'hang', times: 999 }),
  'it was logged out': ({ world }) => world.kick(),
  'the session is over': ({ world }) => world.kick(undefined, 1100),
}

test.each(Object.entries(troubles))('after a stop no timer is left: %s', (_, wrong) => {
  for (const at of [0, 1, 3, 400, 900, 1_500, 5_000, 24_999, 31_000, 62_000, 200_000]) {
    const stage = createStage({ phone: { scanAfter: 300, confirmAfter: 300 } })
    const { bot } = stage.run({ prepare, bot: { pace: defaultPace } })
    bot.send('filehelper', 'later', { at: stage.clock.now() + 3_600_000 }).subscribe({ error: () => {} })
    bot.createRoom(['alice', 'bob']).subscribe({ error: () => {} })
    if (at > 3_000) {
      stage.advance(3_000)
      wrong(stage)
      stage.say('alice', 'hi')
      stage.say('bob', 'hi')
      stage.sayIn('team', 'alice', 'hi')
      stage.advance(at - 3_000)
    } else {
      wrong(stage)
      stage.advance(at)
    }
    bot.stop()
    // The emulated phone may have been about to scan.
    const phone = stage.world.attempts.size
    expect(pending(stage), `after ${at} ms`).toBeLessThanOrEqual(at < 1_000 ? phone : 0)
  }
})
