import type { Failure } from 'rxwx'
import { type SignalCode, signalCodes } from './stop-asked.js'

/** What the exit codes mean, as `--help` shows it. */
export const exitCodes = {
  0: 'done; or a listen, run or emulate that was ended on purpose, by a signal or by a reader who is gone',
  1: 'refused by WeChat, or unexpected',
  2: 'wrong usage',
  3: 'login refused, or by another account than the store is of, or QR attempts used up at the first login',
  4: 'logged out and not let in again',
  5: 'the network gave up',
  6: 'store in use or unreadable',
} as const

/** The further codes of commands that have an end, as `--help` shows them. */
export const unfinishedCodes = Object.fromEntries(
  Object.entries(signalCodes).map(([signal, code]) => [code, `ended by ${signal} before it was done`]),
)

export type ExitCode = keyof typeof exitCodes | SignalCode

/** The exit code for the failure that ended a command. `hadSession`: there was a session before, stored or of this run. */
export function exitCodeOf(failed: Failure, hadSession: boolean): ExitCode {
  switch (failed.kind) {
    case 'argument':
    case 'target':
      return 2
    case 'media':
      return refusalCode({ kind: 'media', problem: failed.detail.reason })
    case 'refused':
      return failed.detail.operation === undefined ? 3 : 1
    case 'otherAccount':
      return 3
    case 'qrExpired':
    case 'loggedOut':
      return hadSession ? 4 : 3
    case 'kicked':
      return 4
    case 'gaveUp':
    case 'network':
    case 'timeout':
    case 'certificate':
      return 5
    case 'store':
      return 6
    case 'status':
    case 'tooLarge':
    case 'decode':
    case 'retcode':
      return notLetIn(failed.detail.endpoint, hadSession)
    case 'foreignHost':
    case 'overflow':
    case 'stopped':
      return 1
  }
}

/** What is asked on the way to a session, and of one, once there is a code that somebody can confirm … */
const onTheWay: ReadonlySet<string> = new Set([
  'login',
  'webwxpushloginurl',
  'webwxnewloginpage',
  'webwxinit',
  'synccheck',
  'webwxsync',
])

/** … and before there is one. */
const before = 'jslogin'

/** What the service said last, when the codes were used up, of those who were not let in. */
function notLetIn(endpoint: string, hadSession: boolean): ExitCode {
  if (hadSession && (endpoint === before || onTheWay.has(endpoint))) return 4
  return onTheWay.has(endpoint) ? 3 : 1
}

/** Of a file, what is not the fault of whoever asked for it. */
const notOnes: ReadonlySet<string> = new Set(['notThere', 'notTaken', 'truncated'])

/** The exit code for what a listener, or the bot, did not do: by the kind of its failure, and for a file by what was wrong with it. */
export function refusalCode({ kind, problem = '' }: { readonly kind?: string; readonly problem?: string }): ExitCode {
  if (kind === 'media') return notOnes.has(problem) ? 1 : 2
  return kind === 'target' || kind === 'argument' ? 2 : 1
}
