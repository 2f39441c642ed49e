import { ClassicLevel } from 'classic-level'
import { lastValueFrom } from 'rxjs'
import { levelStore } from '../../../src/edge/level-store.js'

/** Switches encryption on, and dies before so many writes of it are done; the compaction counts as one. */
const [path = '', last = '0'] = process.argv.slice(2)
let left = Number(last)
const dies = (): void => {
  if (left === 0) process.kill(process.pid, 'SIGKILL')
  left -= 1
}
const { batch, compactRange } = ClassicLevel.prototype
ClassicLevel.prototype.batch = function (this: ClassicLevel, ...args: never[]) {
  dies()
  return (batch as (...all: never[]) => unknown).apply(this, args)
} as never
ClassicLevel.prototype.compactRange = function (this: ClassicLevel, ...args: never[]) {
  dies()
  return (compactRange as (...all: never[]) => unknown).apply(this, args)
} as never
await lastValueFrom(levelStore(path, { secret: { key: new Uint8Array(32).fill(7) } }))
