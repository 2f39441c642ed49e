import { EMPTY, forkJoin, ignoreElements, map, merge, NEVER, type Observable, of, switchMap, tap } from 'rxjs'
import { type Bot, type BotModule, failure, type Handler } from 'rxwx'
import { createListenerCommands } from './listener-commands.js'
import { loadModule, stackOf } from './load-module.js'
import { heldByBot } from './look.js'
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
    .pipe(switchMap((modules) => world$.pipe(map((world) => ({ modules, world })))))
    .subscribe({
      next: ({ modules, world }) => begin(modules, world, options),
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

/**
 * Under --watch the bot before this one is stopped once the names of this one are known to be right, and not while there is nothing to take its place. Behaviours
 * begin after that: the one before may hold what they need, such as a port.
 */
function working(bot: Bot, modules: readonly BotModule[], world: Offline | undefined, options: RunOptions): Work {
  for (const module of modules) register(bot, module)
  return {
    ready$: whenTold().pipe(
      tap(() => {
        for (const module of modules) install(bot, module)
      }),
    ),
    run$: merge(NEVER, world === undefined ? EMPTY : world.talk(bot)),
    answers$: listening(bot, options),
    printsReceipts: false,
  }
}

/** A name that two modules share is an `argument` failure. */
function register(bot: Bot, { handle = {}, converse = {} }: BotModule): void {
  for (const [name, one] of Object.entries(handle)) {
    if (isHandler(one)) bot.handle(name, one)
    else bot.handle(name, ...one)
  }
  for (const [name, dialogue] of Object.entries(converse)) bot.converse(name, dialogue)
}

function install(bot: Bot, { use = [], setup }: BotModule): void {
  for (const behaviour of typeof use === 'function' ? [use] : use) bot.use(behaviour)
  try {
    setup?.(bot)
  } catch (error) {
    say(`rxwx: ${stackOf(error)}`)
    throw failure('argument', { name: 'setup', why: 'it failed' }, error)
  }
}

const isHandler = (value: unknown): value is Handler => typeof value === 'function'

/** Other commands can speak through it, as through a listener. */
function listening(bot: Bot, options: RunOptions): Observable<never> {
  const commands = createListenerCommands(bot, options.store !== undefined, undefined, heldByBot(options))
  return merge(serveCommands(bot, commands, options), bot.messages$.pipe(tap(commands.remember), ignoreElements()))
}
