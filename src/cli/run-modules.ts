import { EMPTY, forkJoin, ignoreElements, merge, NEVER, type Observable, of, switchMap, tap } from 'rxjs'
import type { Bot, BotModule, Handler } from 'rxwx'
import { createListenerCommands } from './listener-commands.js'
import { loadModule } from './load-module.js'
import { type Offline, offline } from './offline.js'
import { exit, say } from './output.js'
import { run, type Work } from './run.js'
import { serveCommands } from './serve-commands.js'
import { type GlobalOptions, settingsOf } from './settings.js'
import { whenTold } from './supervised.js'
import { watchModules } from './watch-modules.js'

export interface RunOptions extends GlobalOptions {
  readonly watch?: true
  readonly offline?: true
}

/** `rxwx run`: the bots of these modules, for as long as they are let. */
export function runModules(files: readonly string[], options: RunOptions): void {
  if (options.watch) return watchModules(files, options.store)
  const world$: Observable<Offline | undefined> = options.offline ? offline() : of(undefined)
  forkJoin(files.map(loadModule))
    .pipe(
      // Under --watch the bot before this one is stopped now, and not while there was nothing to take its place.
      switchMap((modules) =>
        whenTold().pipe(switchMap(() => world$.pipe(tap((world) => begin(modules, world, options))))),
      ),
    )
    .subscribe({
      error: (error: unknown) => {
        say(`rxwx: ${error instanceof Error ? error.message : String(error)}`)
        exit(2)
      },
    })
}

function begin(modules: readonly BotModule[], world: Offline | undefined, options: RunOptions): void {
  const settings = settingsOf(world === undefined ? options : { ...options, server: world.origin })
  run(settings, (bot) => working(bot, modules, world, options))
}

function working(bot: Bot, modules: readonly BotModule[], world: Offline | undefined, options: RunOptions): Work {
  for (const module of modules) install(bot, module)
  return { run$: merge(NEVER, listening(bot, options), world === undefined ? EMPTY : world.talk(bot)) }
}

/** Everything is registered before the bot starts. A name that two modules share is an `argument` failure. */
function install(bot: Bot, { use = [], handle = {}, converse = {}, setup }: BotModule): void {
  for (const behaviour of typeof use === 'function' ? [use] : use) bot.use(behaviour)
  for (const [name, one] of Object.entries(handle)) {
    if (isHandler(one)) bot.handle(name, one)
    else bot.handle(name, ...one)
  }
  for (const [name, dialogue] of Object.entries(converse)) bot.converse(name, dialogue)
  setup?.(bot)
}

const isHandler = (value: unknown): value is Handler => typeof value === 'function'

/** Other commands can speak through it, as through a listener. */
function listening(bot: Bot, options: RunOptions): Observable<never> {
  const commands = createListenerCommands(bot)
  return merge(serveCommands(bot, commands, options), bot.messages$.pipe(tap(commands.remember), ignoreElements()))
}
