import { checkKeys, checkText, unexpected } from '../check-argument.js'
import { failure } from '../errors.js'
import type { Parameter } from './command-values.js'

/** Throws an `argument` failure for a command that no text could ever be. */
export function checkCommandName(name: string, options: { readonly prefix?: string; readonly args?: unknown }): void {
  checkKeys('command', options, ['prefix', 'args'])
  const { prefix = '/', args } = options
  checkText('prefix', prefix)
  if (typeof name !== 'string' || name === '')
    throw unexpected('command', 'the name of a command, such as "help"', name)
  const spelt = `${prefix}${name}`
  if (/[\s"“「]/.test(spelt))
    throw invalid(`${JSON.stringify(spelt)} holds a blank or a quote, and a command is one word`)
  const isDoubled = name.startsWith(prefix) && /^[^\p{L}\p{N}]+$/u.test(prefix)
  if (isDoubled)
    throw invalid(
      `${JSON.stringify(name)} begins with the prefix ${JSON.stringify(prefix)}; name it without, or set the prefix`,
    )
  if (args !== undefined) checkParameters(args)
}

const invalid = (why: string) => failure('argument', { name: 'command', why })

const kinds: readonly unknown[] = ['word', 'number', 'word?', 'number?', 'rest'] satisfies readonly Parameter[]

function checkParameters(args: unknown): void {
  if (!Array.isArray(args)) throw unexpected('args', 'a list of word, number, word?, number? and rest', args)
  for (const [at, kind] of args.entries()) {
    const name = `args[${at}]`
    if (!kinds.includes(kind)) throw unexpected(name, 'word, number, word?, number? or rest', kind)
    if (kind === 'rest' && at < args.length - 1) throw failure('argument', { name, why: 'rest has to be the last one' })
    const follows = String(args[at + 1] ?? '')
    if (String(kind).endsWith('?') && (follows === 'word' || follows === 'number'))
      throw failure('argument', { name, why: `it cannot be left out, since ${follows} follows` })
  }
}
