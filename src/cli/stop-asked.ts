import { say } from './say.js'

/** Two seconds after a signal a command has ended, whatever it waits for, such as a reader who does not read: a little of that is for ending (ms). */
const patience = 1_700

/** The signals that end a command, with the exit code of one that had not done what it was asked for: 128 and the signal's number. */
export const signalCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const

type Signal = keyof typeof signalCodes
export type SignalCode = (typeof signalCodes)[Signal]

/** These go on until somebody ends them, so that a signal is how they are done. */
const goesOn: ReadonlySet<string> = new Set(['listen', 'run', 'emulate'])

const listeners = new Set<() => void>()
let isOnPurpose = false
let asked: Signal | undefined
let becomes = 'it was not done'
let isSaid = false

function ask(signal: Signal): void {
  const isFirst = asked === undefined
  asked ??= signal
  // The second time, or with nothing that needs an end of its own: at once.
  if (!isFirst || listeners.size === 0) leave()
  setTimeout(leave, patience).unref()
  for (const listener of [...listeners]) listener()
}

function leave(): never {
  sayStopped()
  process.exit(stopCode())
}

/** From now on a signal ends the process: once its work has ended, within two seconds at the latest, and the second one at once. `command`: its name. */
export function endOnSignals(command = ''): void {
  isOnPurpose = goesOn.has(command)
  for (const signal of Object.keys(signalCodes) as Signal[]) process.on(signal, ask)
}

/** The exit code of a command that a signal ends now. */
export const stopCode = (): 0 | SignalCode => (isOnPurpose || asked === undefined ? 0 : signalCodes[asked])

/** Says what becomes of what was asked for, if a signal ends the command from here on. */
export function whenStopped(sentence: string): void {
  becomes = sentence
}

/** Tells the person who ended the command what becomes of what was asked for; nothing where a signal is how the command is done. */
export function sayStopped(): void {
  if (isOnPurpose || asked === undefined || isSaid) return
  isSaid = true
  say(`rxwx: ended by ${asked}: ${becomes}`)
}

/** What `sayStopped` says, for a command that ends early because nobody reads its output. */
export const whatBecomes = (): string => becomes

/** Is this a command that goes on until somebody ends it? */
export const isEndedOnPurpose = (): boolean => isOnPurpose

/** Calls back when the process is asked to stop. Answers with how to take that back. */
export function onStopAsked(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
