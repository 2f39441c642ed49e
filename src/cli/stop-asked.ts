/** Two seconds after a signal a command has ended, whatever it waits for, such as a reader who does not read: a little of that is for ending (ms). */
const patience = 1_700

const listeners = new Set<() => void>()
let isAsked = false

function ask(): void {
  // The second time, or with nothing that needs an end of its own: at once.
  if (isAsked || listeners.size === 0) process.exit(0)
  isAsked = true
  setTimeout(() => process.exit(0), patience).unref()
  for (const listener of [...listeners]) listener()
}

/** From now on SIGINT and SIGTERM end the process with 0: once its work has ended, within two seconds at the latest, and the second one at once. */
export function endOnSignals(): void {
  process.on('SIGINT', ask)
  process.on('SIGTERM', ask)
}

/** Calls back when the process is asked to stop. Answers with how to take that back. */
export function onStopAsked(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
