import { defer, of } from 'rxjs'
import { jsonAnswer } from '../answer.js'
import { authoriseBody } from '../authorise.js'
import { moveOn } from '../deliver.js'
import { deliverRecall } from '../recall.js'
import { baseResponse, refusal } from '../refusal.js'
import type { Route } from '../route.js'

const wording = { late: '超过2分钟的消息，不能被撤回。', foreign: '撤回失败，这条消息不存在。' }

/** Takes back a message that this account's web client sent, within two minutes. */
export const webwxrevokemsg: Route = (world, request) =>
  defer(() => {
    const authorised = authoriseBody(world, request)
    if (authorised.type === 'refused') return of(refusal('webwxrevokemsg', authorised.ret))
    const { session, body } = authorised
    const account = world.accounts.get(session.account)
    if (account === undefined || (body.ClientMsgId ?? '') === '') return of(refusal('webwxrevokemsg', 1))
    const sent = account.sentById.get(String(body.SvrMsgId))
    const to = typeof body.ToUserName === 'string' ? session.names.idOf(body.ToUserName) : undefined
    if (sent === undefined || sent.recalled || sent.to !== to) return of(refusal('webwxrevokemsg', -2, wording.foreign))
    if (world.now() > sent.at + world.settings.recallWithin) return of(refusal('webwxrevokemsg', -2, wording.late))
    sent.recalled = true
    world.tell({ type: 'recalled', account: account.id, to: sent.to, msgId: sent.msgId })
    deliverRecall(world, account.id, sent.to, sent.msgId)
    moveOn(world, account, '2')
    return of(jsonAnswer({ BaseResponse: baseResponse(0), Introduction: '', SysWording: '' }))
  })
