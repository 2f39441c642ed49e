import { catchError, filter, map, type Observable, of, switchMap, take, throwError, timeout } from 'rxjs'
import { type Bot, type Command, type Handler, isFailure, type Known, type MessageOf, text } from 'rxwx'
import { runExample } from './run-example.js'

/** What is needed of a bot. */
type Accepting = Pick<Bot, 'accept' | 'contacts$' | 'scheduler'>

export interface FriendAccepter {
  /** Whoever says it in the request is let in, in capitals or not. */
  readonly keyword: string
  /** What new friends are told. */
  readonly welcome: string
}

/** How long the new friend may take to come into the address book (ms). */
const patience = 30_000

/** Accepts the friend requests that have the keyword and welcomes who sent them; tells the file helper of these and of all others. */
export const friendAccepter =
  (bot: Accepting, { keyword, welcome }: FriendAccepter): Handler =>
  (message) => {
    if (message.type !== 'friendRequest') return undefined
    const tell = (what: string): Command =>
      text('filehelper', `[好友请求 friend request] ${message.nickName}: ${message.greeting} (${what})`)
    if (!message.greeting.toLowerCase().includes(keyword.toLowerCase())) return [tell('不含暗号 without the keyword')]
    return accepted(bot, message).pipe(
      map((friend) => [tell('已通过 accepted'), ...(friend === undefined ? [] : [text(friend, welcome)])]),
      // What the service refuses it refuses again; what did not reach it is tried again by `handle`.
      catchError((error) =>
        isFailure(error) && error.kind === 'refused' ? of([tell(error.message)]) : throwError(() => error),
      ),
    )
  }

/** Accepts once: a process that was killed after it finds the friend in the address book. */
function accepted(bot: Accepting, message: MessageOf<'friendRequest'>): Observable<Known | undefined> {
  const friend$ = bot.contacts$.pipe(
    filter(({ status }) => status !== 'loading'),
    map((book) => book.find(message.userName).find((one) => one.isFriend)),
  )
  const isFriend = (one: Known | undefined): one is Known => one !== undefined
  return friend$.pipe(
    take(1),
    switchMap((known) => (known === undefined ? bot.accept(message) : of(undefined))),
    switchMap(() =>
      friend$.pipe(
        filter(isFriend),
        take(1),
        timeout({ first: patience, scheduler: bot.scheduler, with: () => of(undefined) }),
      ),
    ),
  )
}

const { RXWX_KEYWORD: keyword = 'rxwx', RXWX_WELCOME: welcome = '你好！ Welcome!' } = process.env

runExample(import.meta.url, {
  // After "too often" the service wants to be left alone for up to half an hour.
  prepare: (bot) => bot.handle('friend-accepter', friendAccepter(bot, { keyword, welcome }), { deadline: 40 * 60_000 }),
})
