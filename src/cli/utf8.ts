import { readFileSync } from 'node:fs'

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Bytes as a text; undefined where they are not UTF-8. */
export function readUtf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes)
  } catch {
    return undefined
  }
}

/** A text that arrives as it is: half of a surrogate pair would become U+FFFD, and WeChat drops NUL. */
export const arrives = (text: string): boolean => !/[\u0000\p{Surrogate}]/u.test(text)

/**
 * Says what is wrong with the arguments of this process. Node reads what is not UTF-8 as U+FFFD; the bytes are known on Linux, and
 * elsewhere an argument with U+FFFD is believed.
 */
export function problemWithArguments(args: readonly string[]): string | undefined {
  if (!args.some((arg) => arg.includes('\ufffd'))) return undefined
  try {
    const bytes = readFileSync('/proc/self/cmdline')
    return readUtf8(bytes) === undefined ? 'an argument is not UTF-8: nothing was done' : undefined
  } catch {
    return undefined
  }
}
