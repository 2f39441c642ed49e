import { isFailure } from '../../errors.js'
import type { Env, HttpResponse } from '../env.js'
import { failureFields } from './failure-fields.js'
import { isOn } from './is-on.js'

/** How one exchange goes on, for the log. */
export interface ExchangeLog {
  readonly answered: (response: HttpResponse) => void
  /** It ends: well, with a failure, or because nobody wants it any more. What comes after that is not told. */
  readonly ended: (error?: unknown) => void
  readonly aborted: () => void
}

/** What an answer says of itself, in each of the forms that the endpoints have. */
const codes =
  /"Ret":\s*"?(-?\d+)|"ret":\s*"?(-?\d+)|<ret>(-?\d+)<|retcode:\s*"(-?\d+)"|window\.(?:QRLogin\.)?code\s*=\s*(\d+)/
const selectors = /selector:\s*"(\d+)"/

/** Of a large answer only the beginning is looked at (characters). */
const lookedAt = 1_000

/** One line for each exchange at `debug`: endpoint and host, status, time, size and code, and nothing of address, headers or body. Undefined where that is off. */
export function logExchange(
  { log, scheduler }: Pick<Env, 'log' | 'scheduler'>,
  endpoint: string,
  url: string,
): ExchangeLog | undefined {
  if (!isOn(log, 'debug')) return undefined
  const begun = scheduler.now()
  let told: Readonly<Record<string, string | number>> = {}
  let isOver = false
  const end = (outcome: Readonly<Record<string, string | number | boolean>>): void => {
    if (isOver) return
    isOver = true
    log('debug', 'exchange', { endpoint, host: new URL(url).host, ...told, ms: scheduler.now() - begun, ...outcome })
  }
  return {
    answered: ({ status, body }) => {
      told = { status, bytes: new TextEncoder().encode(body).length, ...saidIn(body.slice(0, lookedAt)) }
    },
    ended: (error) => end(error === undefined ? {} : isFailure(error) ? failureFields(error) : { problem: 'a defect' }),
    aborted: () => end({ aborted: true }),
  }
}

function saidIn(body: string): Readonly<Record<string, number>> {
  const code = codes
    .exec(body)
    ?.slice(1)
    .find((one) => one !== undefined)
  const selector = selectors.exec(body)?.[1]
  return {
    ...(code === undefined ? {} : { retcode: Number(code) }),
    ...(selector === undefined ? {} : { selector: Number(selector) }),
  }
}
