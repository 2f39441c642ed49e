import { checkChoice, checkFunction, checkKeys, checkText, unexpected } from '../check-argument.js'
import { isRecord } from './json-guards.js'

const logs: readonly string[] = ['silent', 'error', 'warn', 'info', 'debug', 'trace']

const settingNames = [
  'store',
  'account',
  'server',
  'profile',
  'proxy',
  'ca',
  'wire',
  'pace',
  'qrAttempts',
  'relogin',
  'giveUp',
  'loop',
  'limits',
  'backlog',
  'include',
  'identities',
  'log',
  'passphrase',
  'key',
  'holes',
] as const

/** Settings whose names are all known here; a setting that is new has to be added above. */
type Known<S> = [Exclude<keyof S, (typeof settingNames)[number]>] extends [never] ? S : never

/**
 * Throws an `argument` failure for settings of a program without types that make no sense: unknown
 * names, which would be ignored, and values of another type.
 */
export function checkSettings<S>(settings: Known<S>): void {
  checkKeys('createBot', settings, settingNames)
  if (!isRecord(settings)) return
  for (const name of ['account', 'server', 'proxy', 'ca', 'passphrase']) checkText(name, settings[name])
  checkChoice('holes', settings.holes, ['stop', 'gap'])
  if (settings.wire !== undefined)
    checkFunction('wire', settings.wire, 'a function from one way to the network to another')
  if (typeof settings.log !== 'function') checkChoice('log', settings.log, logs)
  checkStore(settings.store)
}

function checkStore(store: unknown): void {
  const isStore = store === undefined || typeof store === 'string' || (isRecord(store) && 'subscribe' in store)
  if (!isStore) throw unexpected('store', 'the path of a directory, or an Observable of a store', store)
}
