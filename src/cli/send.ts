import { readFileSync } from 'node:fs'
import { defaultIfEmpty, EMPTY, map, take } from 'rxjs'
import type { Bot, Receipt } from 'rxwx'
import type { ExitCode } from './exit-code.js'
import { askListener } from './listener-socket.js'
import { exit, print, say } from './output.js'
import { run, type Work } from './run.js'
import { type GlobalOptions, listenerPlace, settingsOf } from './settings.js'
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
  const place = listenerPlace(options)
  const asked$ =
    place === undefined
      ? EMPTY
      : askListener(place, JSON.stringify({ send: { to: options.to, text: content, tooOften: 'refuse' } }))
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
const sending = (bot: Bot, to: string, text: string): Work => ({
  run$: bot.send(to, text, { tooOften: 'refuse' }).pipe(map((receipt) => tell(toldOf(receipt)))),
})

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
