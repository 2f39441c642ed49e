import { type Answer, scriptAnswer, textAnswer } from './answer.js'
import { refusal } from './refusal.js'
import type { Request } from './request.js'

export const syncCheckAnswer = (retcode: string, selector: string): Answer => ({
  ...scriptAnswer(`window.synccheck={retcode:"${retcode}",selector:"${selector}"}`),
  headers: { 'content-type': 'text/javascript', 'access-control-allow-origin': '*' },
})

export const selectorAnswer = (selector: string): Answer => syncCheckAnswer('0', selector)

/** What the login page tells an account that may not log in over the web. */
export const notOnTheWeb =
  '当前登录环境异常。为了你的帐号安全，暂时不能登录web微信。你可以通过手机客户端或者windows微信登录。'

export const pageRefusal = (ret: number | string, message: string): Answer =>
  textAnswer(200, `<error><ret>${ret}</ret><message>${message}</message></error>`, 'text/plain;charset=utf-8')

/** A refusal in the words of the endpoint that was asked. */
export function codeAnswer({ endpoint }: Request, { code }: { readonly code: string }): Answer {
  switch (endpoint) {
    case 'synccheck':
      return syncCheckAnswer(code, '0')
    case 'jslogin':
      return scriptAnswer(`window.QRLogin.code = ${code}; window.QRLogin.error = "System Error";`)
    case 'login':
      return scriptAnswer(`window.code=${code};`)
    case 'webwxnewloginpage':
      return pageRefusal(code, code === '1203' ? notOnTheWeb : 'refused')
    case 'webwxpushloginurl':
      return textAnswer(200, `{"ret":"${code}","msg":"system error"}`)
    default:
      return refusal(endpoint, Number(code))
  }
}
