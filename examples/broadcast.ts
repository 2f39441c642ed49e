import {
  concat,
  concatMap,
  defer,
  EMPTY,
  filter,
  map,
  type Observable,
  of,
  Subject,
  startWith,
  switchMap,
  take,
  tap,
} from 'rxjs'
import {
  type AddressBook,
  type Behaviour,
  type Bot,
  type BotView,
  broadcast,
  type Command,
  type Handler,
  type Message,
  reply,
  text,
} from 'rxwx'
import { type Kept, kept, keptFor } from './kept.js'
import { runExample } from './run-example.js'

export interface Broadcasting {
  /** Who writes the news: an own id, or the remark or name of one contact. */
  readonly admin: string
  /** Who gets them, and who has got them; default in memory. */
  readonly memory?: Kept
  /** How long (ms) from one to the next, at least; default 30 s. */
  readonly every?: number
}

/** News on their way. */
export interface Mailing {
  /** Of the message that wrote them. */
  readonly id: string
  readonly by: string
  readonly text: string
  readonly all: number
  /** Who has not got them yet, by own id. */
  readonly left: readonly string[]
  /** It ended before its time, and waits for `/resume`. */
  readonly isHalted: boolean
}

/** The service restricts accounts that write to more people than a person would. */
const subscribersLimit = 500

/**
 * News for those who asked for them, in private or for a room, with `/subscribe`. The admin writes `/news …`, and one after the other gets them; when the service
 * says "too often" it ends. Each is struck off the list before the text goes out, so that a process that is killed goes on where it was.
 */
export function broadcasting(bot: Pick<Bot, 'handle' | 'use' | 'contacts$'>, options: Broadcasting): void {
  const room = createNewsroom(options)
  bot.handle('broadcast', desk(room, options.admin, bot.contacts$))
  bot.use(sender(room))
}

/** What the desk and the sender share. */
export interface Newsroom {
  readonly every: number
  readonly subscribers: () => readonly string[]
  readonly setSubscribers: (ids: readonly string[]) => void
  readonly mailing: () => Mailing | undefined
  readonly setMailing: (mailing: Mailing) => void
  /** There is something to send. */
  readonly begin$: Subject<void>
  /** It is given up. */
  readonly halt$: Subject<void>
}

export const createNewsroom = ({ memory = kept(), every = 30_000 }: Omit<Broadcasting, 'admin'>): Newsroom => ({
  every,
  subscribers: () => {
    const ids = memory.read('subscribers')
    return Array.isArray(ids) ? ids : []
  },
  setSubscribers: (ids) => memory.write('subscribers', ids),
  mailing: () => memory.read('mailing') as Mailing | undefined,
  setMailing: (mailing) => memory.write('mailing', mailing),
  begin$: new Subject(),
  halt$: new Subject(),
})

/** Somebody does not wait for the news any more. */
function strike({ mailing, setMailing }: Newsroom, id: string): void {
  const now = mailing()
  if (now !== undefined) setMailing({ ...now, left: now.left.filter((one) => one !== id) })
}

type Verb = (room: Newsroom, message: Message, rest: string) => Command | undefined

const subscribe: Verb = ({ subscribers, setSubscribers }, message) => {
  const others = subscribers().filter((id) => id !== message.conversation.id)
  if (others.length >= subscribersLimit) return reply(message, 'The list is full.')
  setSubscribers([...others, message.conversation.id])
  return reply(message, 'You get the news from now on. /unsubscribe ends it.')
}

const unsubscribe: Verb = (room, message) => {
  const { id } = message.conversation
  room.setSubscribers(room.subscribers().filter((one) => one !== id))
  strike(room, id)
  return reply(message, 'You get no more news. /subscribe begins it again.')
}

const news: Verb = ({ mailing, setMailing, subscribers, begin$, every }, message, text) => {
  const now = mailing()
  // It was taken before, and the process died behind that.
  if (now?.id === message.id) return undefined
  if (text === '') return reply(message, '/news and what is new')
  if (now !== undefined && now.left.length > 0)
    return reply(message, `${now.left.length} wait for the last one. /halt gives it up, /resume goes on with it.`)
  const left = subscribers()
  if (left.length === 0) return reply(message, 'Nobody has subscribed.')
  setMailing({ id: message.id, by: message.conversation.id, text, all: left.length, left, isHalted: false })
  begin$.next()
  return reply(message, `It goes to ${left.length}, one every ${Math.round(every / 1_000)} s. /halt gives it up.`)
}

const halt: Verb = ({ mailing, setMailing, halt$ }, message) => {
  const now = mailing()
  if (now === undefined || now.left.length === 0) return reply(message, 'Nobody waits for anything.')
  setMailing({ ...now, left: [], isHalted: true })
  halt$.next()
  return reply(message, `${now.left.length} do not get it.`)
}

const resume: Verb = ({ mailing, setMailing, begin$ }, message) => {
  const now = mailing()
  if (now === undefined || now.left.length === 0) return reply(message, 'Nobody waits for anything.')
  setMailing({ ...now, isHalted: false })
  begin$.next()
  return reply(message, `It goes on with ${now.left.length}.`)
}

const everybodys: Readonly<Record<string, Verb>> = {
  '/subscribe': subscribe,
  订阅: subscribe,
  '/unsubscribe': unsubscribe,
  退订: unsubscribe,
}
const admins: Readonly<Record<string, Verb>> = { '/news': news, '/halt': halt, '/resume': resume }

/** What people say to the newsroom. It may be said twice: a message comes again after a kill. */
export const desk =
  (room: Newsroom, admin: string, books$: Observable<AddressBook>): Handler =>
  (message) => {
    if (message.words === '' || message.from.kind !== 'person') return
    const [, verb = '', rest = ''] = /^(\S+)\s*([\s\S]*)$/.exec(message.words.trim()) ?? []
    const verbs = { ...everybodys, ...admins }
    const act = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined
    if (act === undefined) return
    if (Object.hasOwn(everybodys, verb)) return of(act(room, message, rest))
    return isAdmin(message, admin, books$).pipe(map((is) => (is ? act(room, message, rest) : undefined)))
  }

/** Everybody can take a name: where two have it, neither is the admin, and only all of the address book shows it. A remark is the account's own. */
const isAdmin = (message: Message, admin: string, books$: Observable<AddressBook>): Observable<boolean> =>
  books$.pipe(
    filter(({ complete }) => complete),
    take(1),
    map((book) => {
      const [one, ...others] = book.find(admin)
      return others.length === 0 && one?.id === message.from.id && message.room === undefined
    }),
  )

/** Sends what is to be sent: at once after a restart, and whenever something new begins. */
export const sender =
  (room: Newsroom): Behaviour =>
  (_, bot) =>
    bot.contacts$.pipe(
      filter(({ status }) => status !== 'loading'),
      take(1),
      switchMap(() => room.begin$.pipe(startWith(undefined))),
      concatMap(() => sending(room, bot)),
    )

function sending(room: Newsroom, bot: BotView): Observable<Command> {
  const { mailing, setMailing, every, halt$ } = room
  const now = mailing()
  if (now === undefined || now.left.length === 0 || now.isHalted) return EMPTY
  const ended = (): readonly Command[] => {
    const then = mailing()
    // The next one may wait already.
    if (then?.id !== now.id || then.isHalted) return []
    if (then.left.length === 0) return [text(now.by, 'That was everybody.')]
    setMailing({ ...then, isHalted: true })
    const count = `${then.left.length} of ${then.all}`
    return [text(now.by, `The service does not want more for now: ${count} wait. /resume goes on, /halt gives it up.`)]
  }
  return concat(
    broadcast(bot, now.left, now.text, { every, stop$: halt$ }).pipe(
      // Who has unsubscribed meanwhile does not wait for it any more.
      filter(({ to }) => mailing()?.left.includes(`${to}`) ?? false),
      tap(({ to }) => strike(room, `${to}`)),
    ),
    defer(ended),
  )
}

runExample(import.meta.url, {
  prepare: (bot) => {
    const { BROADCAST_ADMIN: admin, BROADCAST_SECONDS: seconds = '30' } = process.env
    if (!admin) throw new Error('BROADCAST_ADMIN is the remark, the name or the own id of who writes the news')
    broadcasting(bot, { admin, every: Math.max(1, Number(seconds)) * 1_000, memory: keptFor('broadcast') })
  },
})
