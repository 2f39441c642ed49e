import { concatMap, EMPTY, type Observable, of } from 'rxjs'
import { type Behaviour, type Command, inRoom, type MessageOf, ofType, type Party, reply } from 'rxwx'
import { runExample } from './run-example.js'

/**
 * The public names of those who came into the room. A notice shows a friend's remark, which is private: a name that
 * may be one is left out.
 */
export function joined({ notice, named = [] }: MessageOf<'system'>): readonly string[] {
  if (notice.kind !== 'invited' && notice.kind !== 'joined') return []
  return notice.people.flatMap(({ name, isSelf }) => {
    const people = named.find((one) => one.shown === name && one.isSelf === isSelf)?.people ?? []
    return isSelf ? [] : publicName(name, people)
  })
}

/** Of several who may be meant, only a name that all of them show to everybody is safe. */
function publicName(shown: string, people: readonly Party[]): readonly string[] {
  const [first = { name: shown }, ...others] = people
  return first.name !== '' && others.every(({ name }) => name === first.name) ? [first.name] : []
}

/** Greets everybody who joins a room, those who came together in one message. */
export const roomGreeter: Behaviour = (messages$) =>
  messages$.pipe(
    inRoom(),
    ofType('system'),
    concatMap((notice): Observable<Command> => {
      const names = joined(notice)
      return names.length === 0
        ? EMPTY
        : of(reply(notice, `欢迎 ${names.join('、')}！ Welcome to ${notice.conversation.name}!`))
    }),
  )

runExample(import.meta.url, roomGreeter)
