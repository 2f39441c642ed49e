import { ClassicLevel } from 'classic-level'

/** The process dies before so many writes of the database are done; a compaction counts as one. */
export function diesBefore(last: number): void {
  let left = last
  for (const name of ['batch', 'compactRange', 'del'] as const) {
    const original = ClassicLevel.prototype[name] as (...all: unknown[]) => unknown
    Object.assign(ClassicLevel.prototype, {
      [name](this: ClassicLevel, ...all: unknown[]) {
        if (left === 0) process.kill(process.pid, 'SIGKILL')
        left -= 1
        return original.apply(this, all)
      },
    })
  }
}
