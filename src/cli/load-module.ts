import { existsSync, statSync } from 'node:fs'
import { extname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { defer, from, map, type Observable } from 'rxjs'
import type { BotModule } from 'rxwx'

/** A module that cannot be run, in words for whoever wrote it. */
export class ModuleError extends Error {
  override readonly name = 'ModuleError'
}

/** Imports a module and checks that its default export is a bot. Fails with a ModuleError. */
export const loadModule = (file: string): Observable<BotModule> =>
  defer(() => {
    const path = resolve(file)
    if (!existsSync(path) || !statSync(path).isFile()) throw new ModuleError(`there is no file ${path}`)
    return from(imported(path)).pipe(map((exports) => botIn(exports, path)))
  })

async function imported(path: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await import(pathToFileURL(path).href)
  } catch (error) {
    throw new ModuleError(problemOf(error, path), { cause: error })
  }
}

function problemOf(error: unknown, path: string): string {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  if (code === 'ERR_UNKNOWN_FILE_EXTENSION')
    return `this Node cannot load ${extname(path)} files (${path}): compile it first, use Node 22.18 or later, or run "node --import tsx node_modules/.bin/rxwx run"`
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return `${path} could not be loaded: ${stack}`
}

const isFunction = (value: unknown): boolean => typeof value === 'function'
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A Behaviour, several of them, or what `defineBot` was given. */
function botIn({ default: bot }: Readonly<Record<string, unknown>>, path: string): BotModule {
  if (isFunction(bot)) return { use: bot as NonNullable<BotModule['use']> }
  if (Array.isArray(bot) && bot.length > 0 && bot.every(isFunction))
    return { use: bot as NonNullable<BotModule['use']> }
  if (!isRecord(bot))
    throw new ModuleError(
      `${path} has no default export that is a bot: a behaviour, a list of them, or defineBot({ … })`,
    )
  const wrong = Object.keys(bot).find((name) => !isPart(name, bot[name]))
  if (wrong !== undefined)
    throw new ModuleError(`${path}: ${JSON.stringify(wrong)} is no part of a bot, or not of the right kind`)
  if (Object.keys(bot).length === 0) throw new ModuleError(`${path}: the bot does nothing`)
  return bot as BotModule
}

function isPart(name: string, value: unknown): boolean {
  switch (name) {
    case 'use':
      return isFunction(value) || (Array.isArray(value) && value.every(isFunction))
    case 'handle':
      return isRecord(value) && Object.values(value).every((one) => isFunction(one) || isPair(one))
    case 'converse':
      return isRecord(value) && Object.values(value).every(isDialogue)
    case 'setup':
      return isFunction(value)
    default:
      return false
  }
}

const isPair = (value: unknown): boolean =>
  Array.isArray(value) && value.length === 2 && isFunction(value[0]) && isRecord(value[1])

const isDialogue = (value: unknown): boolean => isRecord(value) && isFunction(value.start) && isFunction(value.reduce)
