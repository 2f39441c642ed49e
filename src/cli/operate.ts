import { defaultIfEmpty, ignoreElements, map, share, tap } from 'rxjs'
import { askFirst, silentLine } from './ask-first.js'
import { type ExitCode, refusalCode } from './exit-code.js'
import { jsonLine } from './json-line.js'
import { operationAnswer } from './listener-operations.js'
import { isReady, readOperation } from './operation-command.js'
import { exit, print, say } from './output.js'
import { run } from './run.js'
import { type GlobalOptions, settingsOf } from './settings.js'
import { whenStopped } from './stop-asked.js'
import { visible } from './visible.js'

export interface OperateOptions extends GlobalOptions {
  readonly json?: true
}

type Fields = Readonly<Record<string, unknown>>

/** Does one thing through a running listener of the same store, else by its own login, and tells what came of it. */
export function operate(fields: Fields, options: OperateOptions): void {
  const command = readOperation(fields)
  if (typeof command === 'string') {
    say(`rxwx: ${command}`)
    return exit(2)
  }
  const asked$ = askFirst(options, { operate: fields }, silentLine('it may still do it'), () =>
    whenStopped('the listener may still do it'),
  )
  asked$.pipe(defaultIfEmpty(unanswered)).subscribe((line) => {
    if (line !== undefined) return exit(tell(line, options))
    if (!isReady(command)) {
      say('rxwx: ids are known to a running listener only; give the line that listen --json printed')
      return exit(2)
    }
    run(settingsOf(options), (bot) => {
      const answer$ = operationAnswer(bot, command).pipe(share())
      return {
        run$: answer$.pipe(map((own) => tell(jsonLine(own), options))),
        // A stop is what decides about an operation that waits.
        answers$: answer$.pipe(tap(sayAtStop), ignoreElements()),
      }
    })
  })
}

const sayAtStop = (answer: Told): void =>
  whenStopped(answer.outcome === 'unknown' ? 'nobody knows whether it was done' : 'it was not done')

/** It is not done a second time. */
const unanswered = jsonLine({
  outcome: 'unknown',
  reason: 'the listener ended before it said what became of it',
})

interface Person {
  readonly id: string
  readonly name: string
  readonly status: string
}

interface Told {
  readonly outcome?: string
  readonly kind?: string
  readonly code?: number
  readonly reason?: string
  readonly room?: { readonly id: string }
  readonly how?: string
  readonly members?: readonly Person[]
}

function tell(line: string, { json }: OperateOptions): ExitCode {
  const told = JSON.parse(line) as Told
  const { outcome, kind, code, reason = '' } = told
  if (json) print(line)
  else if (outcome === 'done') for (const one of readable(told)) print(one)
  if (outcome === 'done') return 0
  const codeText = code === undefined ? '' : ` (${code})`
  say(`rxwx: ${outcome === 'unknown' ? 'nobody knows whether it was done' : 'refused'}${codeText}: ${visible(reason)}`)
  return refusalCode(kind === undefined ? {} : { kind })
}

/** The id of a room that was made, then the people and what became of each. */
const readable = ({ room, how, members = [] }: Told): readonly string[] => [
  ...(room === undefined ? [] : [room.id]),
  ...members.map(({ id, name, status }) => {
    const became = status === 'joined' && how === 'invited' ? 'invited' : status
    return `${visible(id)}\t${visible(name)}\t${became}`
  }),
]
