import { SingleBar } from 'cli-progress'

export interface ProgressBar {
  /** So many bytes of so many; of an unknown number where `total` is absent. */
  readonly show: (bytes: number, total?: number) => void
  /** Takes it off the terminal, so that something else can be written; may be called again. */
  readonly end: () => void
}

/** Shows on stderr how a file goes or comes; nothing where that is no terminal, or before there is anything to show. */
export function progressBar(name: string): ProgressBar {
  if (process.stderr.isTTY !== true) return { show: () => {}, end: () => {} }
  const bar = new SingleBar({
    stream: process.stderr,
    format: `${name} [{bar}] {percentage}% {mb} MB`,
    clearOnComplete: true,
    hideCursor: true,
  })
  let isOn = false
  const end = (): void => {
    process.off('exit', end)
    if (isOn) bar.stop()
    isOn = false
  }
  return {
    show: (bytes, total = bytes) => {
      const mb = (bytes / 1e6).toFixed(1)
      if (!isOn) {
        bar.start(total, bytes, { mb })
        // Also where the command is stopped in between: the terminal gets its cursor back.
        process.on('exit', end)
      }
      isOn = true
      bar.setTotal(total)
      bar.update(bytes, { mb })
    },
    end,
  }
}
