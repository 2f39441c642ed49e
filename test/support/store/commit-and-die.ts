import { lastValueFrom } from 'rxjs'
import { levelStore } from '../../../src/edge/level-store.js'
import { commit, pull } from './changes.js'

const [path = '', count = '0'] = process.argv.slice(2)
const store = await lastValueFrom(levelStore(path))
const item = { clientMsgId: '17', key: 'k', to: 'p_1', content: { type: 'text', text: 'hi' } } as const
for (let number = 1; number <= Number(count); number += 1)
  await commit(store, { ...pull(number), ...(number === 3 ? { outbox: [item] } : {}) })
process.kill(process.pid, 'SIGKILL')
