import { map } from 'rxjs'
import { type Behaviour, fromKind, hears, reply } from 'rxwx'
import { runExample } from './run-example.js'

/** Answers "dong" to everybody who says "ding": to people, and to no official account. */
export const dingDong: Behaviour = (messages$) =>
  messages$.pipe(
    fromKind('person'),
    hears(/^ding$/i),
    map((message) => reply(message, 'dong')),
  )

runExample(import.meta.url, dingDong)
