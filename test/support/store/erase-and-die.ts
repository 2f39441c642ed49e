import { lastValueFrom } from 'rxjs'
import { levelStore } from '../../../src/edge/level-store.js'
import { diesBefore } from './dies-before.js'

/** Forgets the session and the texts of a store, and dies before so many writes of that are done. */
const [path = '', last = '0'] = process.argv.slice(2)
const store = await lastValueFrom(levelStore(path))
diesBefore(Number(last))
const states = [{ consumer: 'c', conversation: 'p_1', state: undefined }]
await lastValueFrom(store.commit({ session: null, dispatched: 1, sent: ['1'], states, erase: true }))
