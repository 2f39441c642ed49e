import { failure } from '../errors.js'
import { parse, type Realm } from './hosts.js'

/** Names of this machine: the only ones that plain HTTP may be spoken to. */
const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

/** WeChat's own hosts, or the one origin that plays all of them. Throws an `argument` failure for any other kind of address. */
export function realmOf(server: string | undefined): Realm {
  if (server === undefined) return { type: 'wechat' }
  const url = parse(server)
  const refuse = (why: string): never => {
    throw failure('argument', { name: 'server', why })
  }
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    return refuse('write an origin such as http://127.0.0.1:8080')
  if (url.username !== '' || url.password !== '') return refuse('an origin has no user name')
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') return refuse('an origin has no path')
  if (url.protocol === 'http:' && !loopback.test(url.hostname))
    return refuse('plain HTTP is allowed to this machine only')
  return { type: 'single', origin: url.origin }
}
