import type { Failure } from '../../errors.js'

type Fields = Readonly<Record<string, string | number | boolean>>

/** A failure as fields of a log line: its kind, what it is about where it says so, and its words. */
export function failureFields({ kind, detail, message }: Failure): Fields {
  return {
    kind,
    ...('endpoint' in detail ? { endpoint: detail.endpoint } : {}),
    ...('code' in detail && detail.code !== undefined ? { code: detail.code } : {}),
    problem: message,
  }
}

/** What a user's code threw may quote what people wrote: only its name is told, unless it is a failure of ours. */
export const errorFields = (error: unknown, isOurs: (error: unknown) => error is Failure): Fields =>
  isOurs(error) ? failureFields(error) : { problem: error instanceof Error ? error.name : typeof error }
