import { lastValueFrom } from 'rxjs'
import { levelStore } from '../../src/edge/level-store.js'

// Goes on with the commits where the last process was killed, several at once, and prints each that was answered.
const store = await lastValueFrom(levelStore(process.argv[2] ?? ''))
const message = (seq: number) => ({ seq, epoch: 1, id: `m${seq}`, raw: { MsgId: `m${seq}`, Content: `text ${seq}` } })
let number = Number((await lastValueFrom(store.load())).clientMsgId)

async function write(): Promise<void> {
  for (;;) {
    const mine = ++number
    await lastValueFrom(
      store.commit({
        entries: [message(2 * mine - 1), message(2 * mine)],
        seen: [`m${2 * mine - 1}`, `m${2 * mine}`],
        clientMsgId: `${mine}`,
        dispatched: 2 * mine - 3,
      }),
    )
    process.stdout.write(`${mine}\n`)
  }
}
await Promise.all([write(), write(), write()])
