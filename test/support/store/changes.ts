import { lastValueFrom } from 'rxjs'
import type { Changes, Store } from '../../../src/index.js'

export const commit = (store: Store, changes: Changes): Promise<void> => lastValueFrom(store.commit(changes))

export const message = (seq: number) => ({
  seq,
  epoch: 1,
  id: `m${seq}`,
  raw: { MsgId: `m${seq}`, Content: `text ${seq}` },
})

export const pull = (number: number): Changes => ({
  entries: [message(2 * number - 1), message(2 * number)],
  seen: [`m${2 * number - 1}`, `m${2 * number}`],
  clientMsgId: `${number}`,
})
