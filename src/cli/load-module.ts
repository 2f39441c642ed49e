import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { defer, from, map, type Observable } from 'rxjs'
import type { BotModule } from 'rxwx'
import { say } from './output.js'

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
  // Without anything else to do Node would end here, with nothing said.
  const stuck = (): void => {
    say(`rxwx: ${path} could not be loaded: it waits for something that never comes`)
    process.exit(2)
  }
  process.once('beforeExit', stuck)
  try {
    return await import(pathToFileURL(path).href)
  } catch (error) {
    throw new ModuleError(problemOf(error, path), { cause: error })
  } finally {
    process.off('beforeExit', stuck)
  }
}

function problemOf(error: unknown, path: string): string {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  const kind = code === 'ERR_UNKNOWN_FILE_EXTENSION' ? unknownKind(error) : undefined
  if (kind !== undefined)
    return `this Node cannot load ${kind} files (${path}): compile it first, use Node 22.18 or later, or run "node --import tsx node_modules/.bin/rxwx run"`
  return `${path} could not be loaded: ${placeOf(error, path)}${stackOf(error)}`
}

/** Where a syntax error is, with the line, which the error itself does not know; '' where that is in another file. */
function placeOf(error: unknown, path: string): string {
  if (!(error instanceof SyntaxError)) return ''
  const { stderr } = spawnSync(process.execPath, ['--check', path], { encoding: 'utf8' })
  const place = /^(.+:\d+)\n(.*)\n(.*)\n/.exec(stderr)
  return place === null ? '' : `${place[0]}\n`
}

/** The module itself may be JavaScript and import TypeScript. */
const unknownKind = (error: unknown): string | undefined => /"(\.[cm]?tsx?)"/.exec(String(error))?.[1]

/** What an author needs to find a mistake. */
export const stackOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error)

const isFunction = (value: unknown): boolean => typeof value === 'function'
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** CommonJS that a compiler made of an ES module has its default export one level down. */
const defaultOf = ({ default: bot }: Readonly<Record<string, unknown>>): unknown =>
  isRecord(bot) && bot.__esModule === true ? bot.default : bot

/** A Behaviour, several of them, or what `defineBot` was given. */
function botIn(exports: Readonly<Record<string, unknown>>, path: string): BotModule {
  const bot = defaultOf(exports)
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
