import { closeSync, constants, openSync, readlinkSync } from 'node:fs'
import { defer, EMPTY, filter, interval, type Observable, take } from 'rxjs'

const stdout = '/proc/self/fd/1'

/** How often it is looked whether a named pipe has its reader (ms). */
const glance = 500

/**
 * Emits when nobody reads a named pipe on stdout any more, also while nothing is written to it. The kernel tells that of named pipes, on Linux; of pipes without
 * a name and of sockets a process that writes nothing learns nothing.
 */
export const unreadFifo$: Observable<unknown> = defer(() =>
  isNamed() ? interval(glance).pipe(filter(isUnread), take(1)) : EMPTY,
)

/** Pipes without a name are shown as `pipe:[4711]`. */
function isNamed(): boolean {
  try {
    return readlinkSync(stdout).startsWith('/')
  } catch {
    return false
  }
}

/** A named pipe without a reader cannot be opened to write without waiting for one. Files and terminals can. */
function isUnread(): boolean {
  try {
    closeSync(openSync(stdout, constants.O_WRONLY | constants.O_NONBLOCK))
    return false
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENXIO'
  }
}
