import { SingleBar } from 'cli-progress'

export interface ProgressBar {
  /** So many bytes of so many; of an unknown number where `total` is absent. */
  readonly show: (bytes: number, total?: number) => void
  /** Takes it off the terminal, so that something else can be written; may be called again. */
  readonly end: () => void
}

/** Shows on stderr how a file goes or comes; nothing where that is no terminal, or before there is anything to show. */
export function progressBar(name: string): ProgressBar {
  // A terminal that is dumb cannot go back on a line.
  if (process.stderr.isTTY !== true || process.env.TERM === 'dumb') return { show: () => {}, end: () => {} }
  const bar = new SingleBar({
    stream: process.stderr,
    // A terminal whose size nobody has set reports 0 columns.
    ...layoutFor(name, process.stderr.columns || 80),
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

/** Columns of everything but the name and the bar: brackets, blanks, `100%` and ` 12345.6 MB`. */
const figures = 19

const smallestBar = 5
const largestBar = 40

/** The percentage and the size always fit; a name that is too long loses its middle. A wide character takes two columns. */
export function layoutFor(name: string, columns = 80): { readonly format: string; readonly barsize: number } {
  const room = Math.max(0, columns - figures - 1)
  const short = shortened(name, Math.max(0, room - smallestBar))
  const barsize = Math.max(0, Math.min(largestBar, room - widthOf(short)))
  return { format: `${short} [{bar}] {percentage}% {mb} MB`, barsize }
}

const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}\uff01-\uff60]/u

const widthOf = (text: string): number => [...text].reduce((sum, one) => sum + (wide.test(one) ? 2 : 1), 0)

function shortened(name: string, columns: number): string {
  if (widthOf(name) <= columns) return name
  let [head, tail] = [[...name], [] as string[]]
  tail = head.splice(Math.ceil(head.length / 2))
  while (head.length + tail.length > 0 && widthOf(head.join('')) + widthOf(tail.join('')) + 1 > columns) {
    if (widthOf(head.join('')) >= widthOf(tail.join(''))) head = head.slice(0, -1)
    else tail = tail.slice(1)
  }
  return columns < 1 ? '' : `${head.join('')}…${tail.join('')}`
}
