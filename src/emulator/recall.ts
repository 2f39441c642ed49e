import { type Account, touch } from './account.js'
import { members, queueMessage } from './deliver.js'
import { noticesOf } from './notices.js'
import { wireXml } from './wire-text.js'
import type { WorldState } from './world-state.js'

/** Tells everybody who got the message that its writer took it back. `chat`: a room or an account. */
export function deliverRecall(world: WorldState, by: string, chat: string, msgId: string): void {
  const room = world.rooms.get(chat)
  const name = world.persons.get(by)?.nickName ?? by
  if (room === undefined) {
    const account = world.accounts.get(chat)
    if (account !== undefined) tell(world, account, by, msgId, noticesOf(world.settings).recalled(name))
    return
  }
  for (const account of members(world, room)) {
    if (account.id !== by) tell(world, account, chat, msgId, noticesOf(world.settings).recalled(name))
  }
}

/** The account recalled its own message on the phone. */
export const deliverOwnRecall = (world: WorldState, account: Account, chat: string, msgId: string): void =>
  tell(world, account, chat, msgId, noticesOf(world.settings).recalled(undefined))

function tell(world: WorldState, account: Account, chat: string, msgId: string, text: string): void {
  touch(account, chat)
  const session = world.rooms.get(chat)?.chatroom ?? world.persons.get(chat)?.wxid ?? chat
  const old = world.random.digits(9)
  const xml =
    `<sysmsg type="revokemsg">\n\t<revokemsg>\n\t\t<session>${session}</session>\n\t\t<oldmsgid>1${old}</oldmsgid>\n` +
    `\t\t<msgid>${msgId}</msgid>\n\t\t<replacemsg><![CDATA[${text}]]></replacemsg>\n\t</revokemsg>\n</sysmsg>\n`
  const message = { msgId: world.nextMsgId(), from: chat, to: account.id, type: 10002, content: wireXml(xml) }
  queueMessage(world, account, message)
}
