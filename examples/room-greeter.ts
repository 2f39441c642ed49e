import { concatMap, EMPTY, type Observable, of } from 'rxjs'
import { type Behaviour, type Command, inRoom, ofType, reply } from 'rxwx'
import { runExample } from './run-example.js'

/** How WeChat tells a room, in Chinese and in English, that somebody joined it. */
const joins: readonly RegExp[] = [
  /邀请"((?:(?!邀请").)+)"加入了群聊/,
  /^" ?(.+)"通过扫描.{0,100}?二维码加入群聊/,
  /invited "?((?:(?!invited ).)+?)"? to (?:the|a) group chat/,
  /^" ?(.+)" joined (?:the )?group chat via/,
]

/** The names in a notice that somebody joined; none in any other notice. */
export function joined(notice: string): readonly string[] {
  for (const pattern of joins) {
    const names = pattern.exec(notice)?.[1]
    if (names !== undefined) return names.split('、')
  }
  return []
}

/** Greets everybody who joins a room, those who came together in one message. */
export const roomGreeter: Behaviour = (messages$) =>
  messages$.pipe(
    inRoom(),
    ofType('system'),
    concatMap((notice): Observable<Command> => {
      const names = joined(notice.text)
      return names.length === 0
        ? EMPTY
        : of(reply(notice, `欢迎 ${names.join('、')}！ Welcome to ${notice.conversation.name}!`))
    }),
  )

runExample(import.meta.url, roomGreeter)
