import { tap } from 'rxjs'
import { createStage } from '../bot/stage.js'

/** A body that the server sent, and which endpoint it answers. */
export interface Recorded {
  readonly endpoint: string
  readonly body: string
}

/** What an offline WeChat says during an eventful day: every endpoint, contacts, rooms and messages of many kinds. */
export function recorded(): readonly Recorded[] {
  const bodies: Recorded[] = []
  const stage = createStage()
  const run = stage.run({
    wire: (http) => (request) =>
      http(request).pipe(tap(({ body }) => bodies.push({ endpoint: request.endpoint, body }))),
  })
  stage.advance(10_000)
  for (const MsgType of [1, 3, 34, 37, 40, 42, 43, 47, 48, 49, 50, 51, 52, 53, 62, 9999, 10000, 10002, 4242])
    stage.world
      .person('alice')
      .send('bot', { MsgType, Content: contentOf(MsgType), AppMsgType: MsgType === 49 ? 6 : 0 })
  stage.sayIn('team', 'bob', '@all 1 < 2 & "3"')
  stage.advance(10_000)
  run.bot.send('filehelper', 'hello').subscribe()
  stage.advance(10_000)
  stage.world.kick(undefined, 1102)
  stage.advance(120_000)
  run.bot.logout().subscribe()
  stage.advance(10_000)
  return bodies.filter(({ body }) => body.length < 200_000)
}

const contentOf = (type: number): string =>
  `&lt;msg type="${type}"&gt;<br/>&lt;appmsg appid="wx1" sdkver="0"&gt;&lt;title&gt;a &amp;amp; b&lt;/title&gt;&lt;type&gt;6&lt;/type&gt;&lt;/appmsg&gt;&lt;/msg&gt;`
