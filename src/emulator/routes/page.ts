import { defer, of } from 'rxjs'
import { pageAnswer } from '../answer.js'
import type { Route } from '../route.js'

/** The site itself, of which clients read one thing: whether their cookies are still good. */
export const page: Route = (world, { cookies }) =>
  defer(() => {
    const session = world.sessions.get(cookies.get('wxsid') ?? '')
    const isLogin = session !== undefined && session.over === undefined && session.uin === cookies.get('wxuin')
    const script = `window.MMCgi = { isLogin: !!"${isLogin ? '1' : ''}" }`
    return of(pageAnswer(200, `<head><title>WeChat</title><script>${script}</script></head><body></body>`))
  })
