// The least that gets one into the emulator. It knows no faults, no redirects and no other profile.
import { request } from 'undici'

export async function bareLogin(origin) {
  const cookies = new Map()
  const exchange = async (method, path, body) => {
    const { headers, body: answer } = await request(`${origin}${path}`, {
      method,
      headers: {
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        'user-agent': 'Mozilla/5.0',
        ...(body === undefined ? {} : { 'content-type': 'application/json;charset=UTF-8' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    for (const line of [headers['set-cookie'] ?? []].flat()) {
      const pair = line.split(';', 1)[0]
      cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    return answer.text()
  }
  const api = (name) => `/cgi-bin/mmwebwx-bin/${name}`
  const code = await exchange('GET', '/jslogin?appid=wx782c26e4c19acffb&fun=new&lang=en_US')
  const uuid = /uuid = "([^"]+)"/.exec(code)[1]
  let redirect
  while (redirect === undefined) {
    const poll = await exchange('GET', `${api('login')}?loginicon=true&uuid=${uuid}&tip=0`)
    redirect = /redirect_uri="([^"]+)"/.exec(poll)?.[1]
  }
  const page = await exchange('GET', `${new URL(redirect).pathname}${new URL(redirect).search}&fun=new&version=v2`)
  const field = (name) => new RegExp(`<${name}>(.*)</${name}>`).exec(page)[1]
  const base = { Uin: Number(field('wxuin')), Sid: field('wxsid'), Skey: field('skey'), DeviceID: 'e123456789012345' }
  const ticket = `lang=en_US&pass_ticket=${encodeURIComponent(field('pass_ticket'))}`
  const init = JSON.parse(await exchange('POST', `${api('webwxinit')}?${ticket}`, { BaseRequest: base }))
  base.Skey = init.SKey
  return { base, ticket, init, cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }
}
