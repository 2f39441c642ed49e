import { readFileSync } from 'node:fs'
import { defaultIfEmpty, EMPTY, filter, map, merge, take } from 'rxjs'
import { type Bot, type Receipt, retMeaning } from 'rxwx'
import type { ExitCode } from './exit-code.js'
import { askListener } from './listener-socket.js'
import { exit, print, say } from './output.js'
import { run, type Work } from './run.js'
import { type GlobalOptions, settingsOf } from './settings.js'
import { visible } from './visible.js'

export interface SendOptions extends GlobalOptions {
  readonly to: string
}

/** `rxwx send`: through a running listener of the same store, else by its own login. */
export function send(text: string, options: SendOptions): void {
  const content = text === '-' ? readFileSync(0, 'utf8').replace(/\r?\n$/, '') : text
  if (content === '') {
    say('rxwx: an empty text cannot be sent')
    return exit(2)
  }
  const asked$ =
    options.store === undefined
      ? EMPTY
      : askListener(options.store, JSON.stringify({ send: { to: options.to, text: content } }))
  asked$.pipe(take(1), map(readReceipt), defaultIfEmpty(undefined)).subscribe((receipt) => {
    if (receipt === undefined) run(settingsOf(options), (bot) => sending(bot, options.to, content))
    else exit(tell(receipt))
  })
}

interface Told {
  readonly outcome: string
  readonly id?: string
  readonly code?: number
  readonly reason?: string
  readonly kind?: string
}

function readReceipt(line: string): Told {
  const value: unknown = JSON.parse(line)
  if (typeof value !== 'object' || value === null || !('outcome' in value))
    return { outcome: 'unknown', reason: 'the listener gave no receipt' }
  return value as Told
}

/** A one-shot send does not wait for half an hour until WeChat takes messages again. */
function sending(bot: Bot, to: string, text: string): Work {
  const receipt$ = bot.send(to, text).pipe(map((receipt): Told => toldOf(receipt)))
  const tooOften$ = bot.events$.pipe(
    filter((event) => event.type === 'rateLimited'),
    map((): Told => ({ outcome: 'refused', code: 1205, reason: retMeaning(1205) })),
  )
  return { run$: merge(receipt$, tooOften$).pipe(take(1), map(tell)) }
}

const toldOf = (receipt: Receipt): Told =>
  receipt.outcome === 'accepted' ? { outcome: 'accepted', id: receipt.msgId } : receipt

function tell({ outcome, id, code, reason = '', kind }: Told): ExitCode {
  if (outcome === 'accepted') {
    print(id ?? '')
    return 0
  }
  const codeText = code === undefined ? '' : ` (${code})`
  say(`rxwx: ${outcome === 'unknown' ? 'nobody knows whether it arrived' : 'refused'}${codeText}: ${visible(reason)}`)
  return kind === 'target' || kind === 'argument' ? 2 : 1
}
