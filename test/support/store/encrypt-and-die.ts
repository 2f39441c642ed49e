import { lastValueFrom } from 'rxjs'
import { levelStore } from '../../../src/edge/level-store.js'
import { diesBefore } from './dies-before.js'

/** Switches encryption on, and dies before so many writes of it are done. */
const [path = '', last = '0'] = process.argv.slice(2)
diesBefore(Number(last))
await lastValueFrom(levelStore(path, { secret: { key: new Uint8Array(32).fill(7) } }))
