import { defer, of } from 'rxjs'
import { type Account, recentChats } from '../account.js'
import { jsonAnswer } from '../answer.js'
import { authoriseBody } from '../authorise.js'
import { personJson, userJson } from '../contact-json.js'
import { baseResponse, refusal } from '../refusal.js'
import { roomJson } from '../room-json.js'
import type { Route } from '../route.js'
import type { Session } from '../session.js'
import { initKey } from '../sync-key.js'
import type { JsonObject } from '../wire-json.js'
import { wireText } from '../wire-text.js'
import type { WorldState } from '../world-state.js'

/** How many of the recent conversations come with their contact. */
const shown = 10

/** The account, its recent conversations, and where its news begin. */
export const webwxinit: Route = (world, request) =>
  defer(() => {
    const authorised = authoriseBody(world, request)
    if (authorised.type === 'refused') return of(refusal('webwxinit', authorised.ret))
    const { session } = authorised
    const account = world.accounts.get(session.account)
    return of(account === undefined ? refusal('webwxinit', 1100) : jsonAnswer(opened(world, account, session)))
  })

function opened(world: WorldState, account: Account, session: Session): JsonObject {
  const again = session.initialised
  session.initialised = true
  const skey = world.settings.freshSkey ? session.freshSkey : session.skey
  const chats = ['filehelper', 'weixin', ...recentChats(account).filter((id) => id !== 'filehelper' && id !== 'weixin')]
  const contacts = chats.slice(0, shown).flatMap((id) => contact(world, account, session, id, skey) ?? [])
  const { nameOf } = session.names
  const articles = subscriptions(world, account, session)
  return {
    BaseResponse: baseResponse(0),
    Count: contacts.length,
    ContactList: contacts,
    SyncKey: initKey(session, beginning(world, account, again)),
    User: userJson(world, account, session, skey),
    // The first one is named twice, which happens.
    ChatSet: [...chats, ...chats.slice(2, 3)].map((id) => `${nameOf(id)},`).join(''),
    SKey: skey,
    ClientVersion: 637_927_733,
    SystemTime: Math.floor(world.now() / 1_000),
    GrayScale: 1,
    InviteStartCount: world.settings.inviteFrom,
    MPSubscribeMsgCount: articles.length,
    MPSubscribeMsgList: articles,
    ClickReportInterval: 600_000,
  }
}

/** At the newest, also when a session asks again; with a kept backlog, where the last client stopped reading. */
function beginning({ settings }: WorldState, account: Account, again: boolean): number {
  const end = account.queue.end()
  return settings.backlog === 'dropped' || again ? end : Math.min(account.read, end)
}

/** Rooms come without the names of their members here. */
function contact(world: WorldState, account: Account, session: Session, id: string, skey: string) {
  const room = world.rooms.get(id)
  if (room !== undefined) return roomJson(world, account, session, room, 'nameless', skey)
  const person = world.persons.get(id)
  return person === undefined ? undefined : personJson(account, session, person, skey)
}

/** One article of each official account that the account follows. */
function subscriptions(world: WorldState, account: Account, session: Session): readonly JsonObject[] {
  return [...world.persons.values()]
    .filter(({ id, kind }) => kind === 'official' && account.friends.has(id))
    .slice(0, 3)
    .map(({ id, nickName, headSeq }) => ({
      UserName: session.names.nameOf(id),
      MPArticleCount: 1,
      MPArticleList: [
        {
          Title: `${wireText(nickName)} 1`,
          Digest: `${wireText(nickName)} …`,
          Cover: `http://mmbiz.qpic.cn/mmbiz_jpg/${headSeq}/640?wxtype=jpeg&wxfrom=0`,
          Url: `http://mp.weixin.qq.com/s?__biz=MzA&mid=${headSeq}&idx=1#rd`,
        },
      ],
      Time: session.startedAt - 3_600,
      NickName: wireText(nickName),
    }))
}
