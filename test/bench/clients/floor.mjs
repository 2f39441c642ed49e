// The floor: undici.request and JSON.parse in a bare loop. It checks nothing, keeps nothing and survives nothing.
import { request } from 'undici'
import { bareLogin } from './bare-login.mjs'
import { count, createMeter, option, origin, ready, task } from './measure.mjs'

const { base, ticket, init, cookie } = await bareLogin(origin)
const meter = createMeter()
const api = `${origin}/cgi-bin/mmwebwx-bin`
/** What the protocol wants of every client, so that the exchanges are the same; ready for all of them. */
const common = {
  cookie,
  'user-agent':
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36',
  referer: `${origin}/`,
  accept: 'application/json, text/plain, */*',
  'accept-language': 'zh-CN,zh;q=0.9',
  'accept-encoding': 'gzip, deflate, br',
}
const headers = { ...common, 'content-type': 'application/json;charset=UTF-8' }

const post = async (path, fields) => {
  const body = JSON.stringify({ BaseRequest: base, ...fields })
  const answer = await request(`${api}/${path}`, { method: 'POST', headers, body })
  return JSON.parse(await answer.body.text())
}

async function check(key) {
  const synckey = encodeURIComponent(key.List.map(({ Key, Val }) => `${Key}_${Val}`).join('|'))
  const secrets = `skey=${encodeURIComponent(base.Skey)}&sid=${encodeURIComponent(base.Sid)}&uin=${base.Uin}`
  const query = `${secrets}&deviceid=${base.DeviceID}&synckey=${synckey}`
  const answer = await request(`${api}/synccheck?${query}`, { headers: common })
  const text = await answer.body.text()
  if (!text.includes('retcode:"0"')) throw new Error(text)
}

/** A synccheck before every pull, or with the option `follow` only where ContinueFlag does not ask for the next pull. */
async function drain() {
  const pull = `webwxsync?sid=${encodeURIComponent(base.Sid)}&skey=${encodeURIComponent(base.Skey)}&${ticket}`
  let sync = init.SyncKey
  let checked = init.SyncKey
  let more = false
  for (;;) {
    if (!more || option !== 'follow') await check(checked)
    const batch = await post(pull, { SyncKey: sync, rr: ~Date.now() })
    sync = batch.SyncKey
    checked = batch.SyncCheckKey
    more = batch.ContinueFlag !== 0
    const texts = batch.AddMsgList.filter(({ MsgType }) => MsgType === 1).length
    if (texts > 0 && task === 'drain') meter.step(texts)
  }
}

async function send() {
  meter.begin()
  for (let at = 1; at <= count; at++) {
    const id = `${Date.now()}${String(at).padStart(4, '0')}`
    const message = {
      Type: 1,
      Content: `text ${at}`,
      FromUserName: init.User.UserName,
      ToUserName: 'filehelper',
      LocalID: id,
      ClientMsgId: id,
    }
    const { BaseResponse } = await post(`webwxsendmsg?${ticket}`, { Msg: message, Scene: 0 })
    if (BaseResponse.Ret !== 0) throw new Error(JSON.stringify(BaseResponse))
    meter.step()
  }
}

await ready()
if (task === 'drain' || option === 'poll') drain()
if (task === 'send') send()
