import { readFileSync } from 'node:fs'
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { BotSettings, LogLevel, Pace, StoreOptions } from 'rxwx'
import type { ListenerPlace } from './listener-socket.js'
import { proxyOf } from './proxy-of.js'

/** The options that every command has. */
export interface GlobalOptions extends StoreChoice {
  readonly server?: string
  readonly profile: 'web' | 'desktop'
  readonly proxy?: string
  readonly pace?: Pace
  readonly qrAttempts: number
  readonly giveUp?: number
  readonly relogin: 'ask' | 'always'
  readonly qrInvert?: true
  readonly identities: 'careful' | 'trusting'
  readonly log: LogLevel | 'silent'
}

const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }

/** `90s`, `10m`, `2h`, `500ms`, or a bare number of seconds. */
export function parseDuration(text: string): number {
  const match = /^(\d{1,9})(ms|s|m|h)?$/.exec(text)
  if (match === null) throw new InvalidArgumentError('write it as 30s, 10m, 2h or 0.')
  return Number(match[1]) * (units[match[2] ?? 's'] ?? 1_000)
}

/** `off`, `default`, or messages a second such as `2/s` or `0.5/s`. */
export function parsePace(text: string): Pace | undefined {
  if (text === 'default') return undefined
  if (text === 'off') return 'off'
  const match = /^(\d{1,4}(?:\.\d{1,4})?)\/s$/.exec(text)
  const perSecond = Number(match?.[1])
  if (!(perSecond > 0)) throw new InvalidArgumentError('write it as default, off or messages a second, such as 2/s.')
  return { burst: Math.max(1, Math.floor(perSecond)), interval: 1_000 / perSecond }
}

export function parseCount(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('write a whole number above 0.')
  return Number(text)
}

/** As many unsettled messages as a store holds before nothing is pulled any more. */
export const largestWindow = 5_000

export function parseWindow(text: string): number {
  const size = parseCount(text)
  if (size > largestWindow) throw new InvalidArgumentError(`write a whole number from 1 to ${largestWindow}.`)
  return size
}

export function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (!(port <= 65_535)) throw new InvalidArgumentError('write a port between 0 and 65535.')
  return port
}

/** The options of everything that opens a store. */
export const withStoreOptions = (command: Command): Command =>
  command
    .addOption(
      new Option('--store <dir>', 'where the session lives, private to you (default: memory)').env('RXWX_STORE'),
    )
    .addOption(new Option('--account <name>', 'which account in the store (default: default)').env('RXWX_ACCOUNT'))
    .addOption(
      new Option(
        '--passphrase-file <file>',
        'encrypts the store with the first line of this file (or with $RXWX_PASSPHRASE)',
      )
        .argParser(readPassphrase)
        .env('RXWX_PASSPHRASE_FILE'),
    )
    .addOption(
      new Option('--holes <what>', 'where the store misses something: stop, or go on with a gap')
        .choices(['stop', 'gap'])
        .env('RXWX_HOLES'),
    )

/** Which store is meant, and how it is opened. */
export interface StoreChoice {
  readonly store?: string
  readonly account?: string
  /** What stands in the file. */
  readonly passphraseFile?: string
  readonly holes?: 'stop' | 'gap'
}

/** Where the listener of this account would be found; undefined without a store. */
export const listenerPlace = ({ store, account }: StoreChoice): ListenerPlace | undefined =>
  store === undefined ? undefined : { store, ...(account === undefined ? {} : { account }) }

/** How the store is opened. A passphrase never stands on the command line, where every process can read it. */
export function storeSettings({
  account,
  passphraseFile,
  holes,
}: StoreChoice): StoreOptions & { readonly account?: string } {
  const passphrase = passphraseFile ?? process.env.RXWX_PASSPHRASE
  return {
    ...(account === undefined ? {} : { account }),
    ...(passphrase === undefined || passphrase === '' ? {} : { passphrase }),
    ...(holes === undefined ? {} : { holes }),
  }
}

/** The passphrase is the first line of the file. */
function readPassphrase(file: string): string {
  let line = ''
  try {
    line = readFileSync(file, 'utf8').split(/\r?\n/, 1)[0] ?? ''
  } catch {
    // Said below, without what the system says: it is about the file only.
  }
  if (line === '') throw new InvalidArgumentError('its first line has to be the passphrase.')
  return line
}

/** Adds the options that every command has, each of them also an environment variable. */
export const withGlobalOptions = (command: Command): Command =>
  withStoreOptions(command)
    .addOption(
      new Option('--server <url>', 'one origin that plays all of WeChat; plain HTTP only to this machine').env(
        'RXWX_SERVER',
      ),
    )
    .addOption(
      new Option('--profile <name>', 'which client to log in as')
        .choices(['web', 'desktop'])
        .default('web')
        .env('RXWX_PROFILE'),
    )
    .addOption(
      new Option(
        '--proxy <url>',
        'an HTTP proxy that understands CONNECT (default: $HTTPS_PROXY, but for $NO_PROXY)',
      ).env('RXWX_PROXY'),
    )
    .addOption(
      new Option(
        '--qr-invert',
        'draw the QR code for a light terminal (default: as $COLORFGBG tells, else for a dark one)',
      ),
    )
    .addOption(
      new Option('--pace <pace>', 'how fast to send: default, off or N/s').argParser(parsePace).env('RXWX_PACE'),
    )
    .addOption(
      new Option('--qr-attempts <n>', 'QR codes to show before giving up')
        .argParser(parseCount)
        .default(5)
        .env('RXWX_QR_ATTEMPTS'),
    )
    .addOption(
      new Option(
        '--give-up <time>',
        'stop when the network was gone for this long, 0 = never (default: 10m, and 30s where it was never reached)',
      )
        .argParser(parseDuration)
        .env('RXWX_GIVE_UP'),
    )
    .addOption(
      new Option('--relogin <when>', 'after a logout at the phone: ask it once more, or always show a QR code')
        .choices(['ask', 'always'])
        .default('ask')
        .env('RXWX_RELOGIN'),
    )
    .addOption(
      new Option('--identities <how>', 'who is likely somebody known after a new login: careful waits for bind')
        .choices(['careful', 'trusting'])
        .default('careful')
        .env('RXWX_IDENTITIES'),
    )
    .addOption(
      new Option('--log <level>', 'diagnostics on stderr, in words; from info on as lines of JSON, too')
        .choices(['silent', 'error', 'warn', 'info', 'debug', 'trace'])
        .default('warn')
        .env('RXWX_LOG'),
    )

/** What a bot is made from, as the options say it. */
export type CommandSettings = BotSettings & { readonly log: LogLevel | 'silent'; readonly qrInvert?: boolean }

/** What a bot is made from. */
export function settingsOf({
  server,
  store,
  profile,
  proxy,
  pace,
  qrAttempts,
  giveUp,
  relogin,
  identities,
  qrInvert,
  log,
  ...choice
}: GlobalOptions): CommandSettings {
  const way = proxy ?? proxyOf(process.env, server)
  return {
    ...(store === undefined ? {} : storeSettings(choice)),
    profile,
    qrAttempts,
    relogin,
    identities,
    log,
    ...(giveUp === undefined ? {} : { giveUp }),
    ...(server === undefined ? {} : { server }),
    ...(store === undefined ? {} : { store }),
    ...(way === undefined ? {} : { proxy: way }),
    ...(pace === undefined ? {} : { pace }),
    ...(qrInvert === undefined ? {} : { qrInvert }),
  }
}

/** An environment variable that is set to nothing is not set. */
export function withoutEmptyVariables(env: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(env)) if (name.startsWith('RXWX_') && env[name] === '') delete env[name]
}

/**
 * An option with nothing in it is as one that was left out, but for those of every command: `--server "$SERVER"` without that variable would log in to WeChat, and
 * `--store "$STORE"` would forget the session.
 */
export function withoutEmpty(command: Command): void {
  for (const { envVar, flags, attributeName } of command.options.map(readOption)) {
    if (command.getOptionValue(attributeName) !== '') continue
    if (envVar !== undefined) command.error(`error: option '${flags}' has nothing in it`)
    command.setOptionValue(attributeName, undefined)
  }
}

const readOption = (option: Option) => ({
  envVar: option.envVar,
  flags: option.flags,
  attributeName: option.attributeName(),
})
