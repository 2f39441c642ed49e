import { defer, of } from 'rxjs'
import { type Account, recentChats } from '../account.js'
import { jsonAnswer } from '../answer.js'
import { authoriseBody } from '../authorise.js'
import { queueMessage } from '../deliver.js'
import { receives } from '../outbound.js'
import { baseResponse, refusal } from '../refusal.js'
import type { Route } from '../route.js'
import type { Session } from '../session.js'
import { wireXml } from '../wire-text.js'
import type { WorldState } from '../world-state.js'

/** Code 3: the web client is open, and gets the list of recent chats. Code 1: it has read a chat. */
export const webwxstatusnotify: Route = (world, request) =>
  defer(() => {
    const authorised = authoriseBody(world, request)
    if (authorised.type === 'refused') return of(refusal('webwxstatusnotify', authorised.ret))
    const { session, body } = authorised
    const account = world.accounts.get(session.account)
    if (account === undefined || (body.Code !== 1 && body.Code !== 3)) return of(refusal('webwxstatusnotify', 1))
    if (body.Code === 3) listChats(world, account, session)
    else {
      const chat = typeof body.ToUserName === 'string' ? session.names.idOf(body.ToUserName) : undefined
      if (chat === undefined || !receives(world, account, chat)) return of(refusal('webwxstatusnotify', 1))
      account.markedRead.set(chat, world.now())
    }
    return of(jsonAnswer({ BaseResponse: baseResponse(0), MsgID: world.nextMsgId() }))
  })

/** Real ids in Content and UserNames in StatusNotifyUserName, in the same order. */
function listChats(world: WorldState, account: Account, session: Session): void {
  const chats = [...new Set(['filehelper', ...recentChats(account)])]
  const real = chats.map((id) => world.rooms.get(id)?.chatroom ?? world.persons.get(id)?.wxid ?? id)
  const xml =
    `<msg>\n<op id='4'>\n<username>${real.join(',')}</username>\n<unreadchatlist>\n</unreadchatlist>\n` +
    '<unreadfunctionlist>\n</unreadfunctionlist>\n</op>\n</msg>'
  const message = {
    msgId: world.nextMsgId(),
    from: account.id,
    to: account.id,
    type: 51,
    content: wireXml(xml),
    fields: { StatusNotifyCode: 4 },
    named: ({ nameOf }: Session['names']) => ({ StatusNotifyUserName: chats.map(nameOf).join(',') }),
  }
  queueMessage(world, account, message, session.serial)
}
