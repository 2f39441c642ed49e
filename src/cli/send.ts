import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { defaultIfEmpty, filter, ignoreElements, map, merge, type Observable, share, takeUntil, tap } from 'rxjs'
import { type Bot, isFailure, type Receipt } from 'rxwx'
import { askFirst, silentLine } from './ask-first.js'
import { type ExitCode, refusalCode } from './exit-code.js'
import { exit, print, say } from './output.js'
import { type ProgressBar, progressBar } from './progress-bar.js'
import { readStdin } from './read-stdin.js'
import { run, type Work } from './run.js'
import { type GlobalOptions, settingsOf } from './settings.js'
import { stopCode, whenStopped } from './stop-asked.js'
import { visible } from './visible.js'
import { commandOf, kinds, readWish, type Wish } from './wish.js'

export interface SendOptions extends GlobalOptions {
  readonly to: string
  readonly file?: string
  readonly image?: string
  readonly video?: string
  readonly gif?: string
  readonly media?: string
  readonly name?: string
}

/** `rxwx send`: through a running listener of the same store, else by its own login. */
export function send(text: string | undefined, options: SendOptions): void {
  whenStopped('nothing was sent')
  if (text !== '-') return sendThis(text, options)
  // A newline at the end is the shell's.
  readStdin().subscribe((read) => sendThis(read.replace(/\r?\n$/, ''), options))
}

function sendThis(text: string | undefined, options: SendOptions): void {
  const fields = fieldsOf(text, options)
  const wish = readWish(fields, undefined)
  const problem = problemWith(wish, options)
  if (problem !== undefined || typeof wish === 'string') {
    say(`rxwx: ${problem}`)
    return exit(2)
  }
  const bar = progressBar(visible(wish.media?.name ?? wish.media?.path ?? ''))
  const asked$ = askFirst(options, { send: { to: options.to, ...fields } }, silentLine('it may still send it'), () =>
    whenStopped('the listener may still send it'),
  )
  receiptIn(asked$, bar).subscribe((receipt) => {
    bar.end()
    if (receipt === undefined) run(settingsOf(options), (bot) => sending(bot, wish, bar, options))
    else exit(tell(receipt))
  })
}

/** What can be told before anybody logs in. */
function problemWith(wish: Wish | string, { to }: SendOptions): string | undefined {
  if (!to) return 'say with --to who is to have it'
  if (typeof wish === 'string')
    return `say what is to be sent: a text, or one path, with ${kinds.map((kind) => `--${kind}`).join(', ')}`
  if (wish.media !== undefined) return problemWithFile(wish.media.path)
  if (wish.text?.includes('\u0000')) return 'the text holds a NUL character, which no message can hold'
  return wish.text === '' ? 'an empty text cannot be sent' : undefined
}

function problemWithFile(path: string): string | undefined {
  try {
    return statSync(path).isFile() ? undefined : `"${visible(path)}": it is not a file`
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : ''
    return code === 'ENOENT' || code === 'ENOTDIR' ? `"${visible(path)}": there is no such file` : undefined
  }
}

/** The wish as it is told to a listener. It works in another directory, so that paths are absolute. */
function fieldsOf(text: string | undefined, options: SendOptions): Readonly<Record<string, unknown>> {
  const paths = kinds.flatMap((kind) => (options[kind] === undefined ? [] : [[kind, resolve(options[kind])] as const]))
  return {
    ...(text === undefined ? {} : { text }),
    ...Object.fromEntries(paths),
    ...(options.name === undefined ? {} : { name: options.name }),
    // A one-shot send does not wait for half an hour until WeChat takes messages again.
    tooOften: 'refuse',
    progress: true,
  }
}

interface Told {
  readonly type?: string
  readonly outcome: string
  /** It waits in the store for the next start. */
  readonly kept?: true
  readonly id?: string
  readonly code?: number
  readonly reason?: string
  readonly kind?: string
  readonly problem?: string
  readonly bytes?: number
  readonly total?: number
}

/** The receipt among the lines of a listener; undefined where nobody listens. Without a receipt it is not said a second time. */
const receiptIn = (lines$: Observable<string | undefined>, bar: ProgressBar): Observable<Told | undefined> =>
  lines$.pipe(
    map((line) => (line === undefined ? undefined : readLine(line))),
    tap((told) => {
      if (told?.type === 'progress') bar.show(told.bytes ?? 0, told.total)
    }),
    filter((told) => told?.type !== 'progress'),
    defaultIfEmpty<Told | undefined, Told>({
      outcome: 'unknown',
      reason: 'the listener ended before it gave a receipt; it may still send it when it starts again',
    }),
  )

function readLine(line: string): Told {
  const value: unknown = JSON.parse(line)
  const isTold = typeof value === 'object' && value !== null && ('outcome' in value || 'bytes' in value)
  return isTold ? (value as Told) : { outcome: 'unknown', reason: 'the listener gave no receipt' }
}

function sending(bot: Bot, wish: Wish, bar: ProgressBar, { to, store }: SendOptions): Work {
  whenStopped(fateOf('unsure', store))
  const receipt$ = bot.submit(commandOf(to, wish)).pipe(
    tap({
      error: (error: unknown) => {
        if (isFailure(error) && error.kind === 'stopped') told(error.detail.fate, store)
      },
    }),
    map((receipt) => {
      bar.end()
      return tell(toldOf(receipt))
    }),
    share(),
  )
  const progress$ = bot.events$.pipe(
    tap((event) => {
      if (event.type === 'progress') bar.show(event.bytes, event.total)
    }),
    ignoreElements(),
  )
  // A stop is what decides about a send that waits, and the answer is heard from the receipt.
  return { run$: merge(progress$.pipe(takeUntil(receipt$)), receipt$), answers$: receipt$.pipe(ignoreElements()) }
}

type Fate = 'kept' | 'unsure' | undefined

/** A signal has its own sentence; where the bot ended first, that says why, and this what becomes of the send. */
function told(fate: Fate, store: string | undefined): void {
  whenStopped(fateOf(fate, store))
  if (stopCode() === 0 && fate !== undefined && store !== undefined) say(`rxwx: ${fateOf(fate, store)}`)
}

/** What is in a store is sent by whatever starts on it next. */
function fateOf(fate: Fate, store: string | undefined): string {
  const isKept = store !== undefined
  if (fate === 'kept' && isKept) return 'not sent yet: it waits in the store, and is sent at the next start'
  if (fate !== 'unsure') return 'nothing was sent'
  return `nobody knows whether it arrived${isKept ? '; it may be tried again at the next start' : ''}`
}

const toldOf = (receipt: Receipt): Told =>
  receipt.outcome === 'accepted' ? { outcome: 'accepted', id: receipt.msgId } : receipt

function tell({ outcome, kept, id, code, reason = '', ...why }: Told): ExitCode {
  if (outcome === 'accepted') {
    print(id ?? '')
    return 0
  }
  const codeText = code === undefined ? '' : ` (${code})`
  const what = kept === true ? 'not sent yet' : outcome === 'unknown' ? 'nobody knows whether it arrived' : 'refused'
  say(`rxwx: ${what}${codeText}: ${visible(reason)}`)
  return refusalCode(why)
}
