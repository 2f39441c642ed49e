import { randomUUID } from 'node:crypto'
import { createInterface } from 'node:readline'
import {
  asyncScheduler,
  concatMap,
  filter,
  from,
  ignoreElements,
  interval,
  map,
  merge,
  Observable,
  take,
  tap,
} from 'rxjs'
import type { Bot } from 'rxwx'
import { createWorld, startServer, type World } from 'rxwx/emulator'
import { print, say } from './output.js'
import { visible } from './visible.js'

/** An emulated WeChat in this process, and a friend to talk to the bot. */
export interface Offline {
  readonly origin: string
  /** Lines of stdin are what the friend writes; what the bot says is printed. */
  readonly talk: (bot: Bot) => Observable<never>
}

/** How often the world is looked at for what the bot has said (ms). */
const glance = 50

const friend = 'alice'

export function offline(): Observable<Offline> {
  const world = createWorld({ scheduler: asyncScheduler, phone: 'auto', seed: randomUUID() })
  return startServer(world).pipe(map(({ origin }) => ({ origin, talk: (bot) => talk(world, bot) })))
}

function talk(world: World, bot: Bot): Observable<never> {
  const account = world.accounts.keys().next().value ?? 'bot'
  const online$ = bot.state$.pipe(
    filter(({ type }) => type === 'online'),
    take(1),
    tap(() => say(`An offline WeChat: you are ${friend}. Write a line, and the bot gets it; Ctrl-C ends it.`)),
  )
  const said$ = online$.pipe(
    concatMap(() => lines()),
    filter((line) => line.trim() !== ''),
    tap((line) => world.person(friend).say(account, line)),
  )
  let told = 0
  const answers$ = interval(glance).pipe(
    concatMap(() => {
      const fresh = world.sent(account).slice(told)
      told += fresh.length
      return from(fresh)
    }),
    tap(({ to, text, media }) =>
      print(`${visible(to)} ← ${visible(media === undefined ? text : `[${media.name || 'media'}]`)}`),
    ),
  )
  return merge(said$, answers$).pipe(ignoreElements())
}

const lines = (): Observable<string> =>
  new Observable((subscriber) => {
    const reader = createInterface({ input: process.stdin })
    reader.on('line', (line) => subscriber.next(line))
    return () => reader.close()
  })
