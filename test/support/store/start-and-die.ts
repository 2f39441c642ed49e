import fs from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'

/** Opens a store for the first time, and dies before so many of its own writes to the disk are done. */
const [path = '', last = '0'] = process.argv.slice(2)
let left = Number(last)
for (const name of ['writeFile', 'rename', 'rm', 'chmod', 'open'] as const) {
  const original = fs[name] as (...all: unknown[]) => Promise<unknown>
  Object.assign(fs, {
    [name]: (...all: unknown[]) => {
      if (left === 0) process.kill(process.pid, 'SIGKILL')
      left -= 1
      return original(...all)
    },
  })
}
syncBuiltinESMExports()
const { lastValueFrom } = await import('rxjs')
const { levelStore } = await import('../../../src/edge/level-store.js')
const store = await lastValueFrom(levelStore(path))
await lastValueFrom(store.close())
