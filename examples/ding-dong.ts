import { map } from 'rxjs'
import { type Behaviour, hears, reply } from 'rxwx'
import { runExample } from './run-example.js'

/** Answers "dong" to everybody who says "ding". */
export const dingDong: Behaviour = (messages$) =>
  messages$.pipe(
    hears(/^ding$/i),
    map((message) => reply(message, 'dong')),
  )

runExample(import.meta.url, dingDong)
