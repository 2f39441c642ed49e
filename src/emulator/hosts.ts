import type { Request } from './request.js'
import type { WorldState } from './world-state.js'

export type Role = 'web' | 'login' | 'push' | 'qr' | 'file'

/** Does the host of this request play that role? Where one origin plays them all, always. */
export function plays({ settings }: WorldState, { single, host }: Request, role: Role): boolean {
  if (single) return true
  switch (role) {
    case 'web':
      return host === settings.host
    case 'push':
      return host === `webpush.${settings.host}`
    case 'file':
      return host === `file.${settings.host}` || host === `file2.${settings.host}`
    case 'login':
      return ['login.wx.qq.com', 'login.weixin.qq.com', `login.${settings.host}`].includes(host)
    case 'qr':
      return host === 'login.weixin.qq.com' || host === 'login.wx.qq.com'
  }
}

/** The origin of the web host, as the client should see it. */
export const webOrigin = ({ settings }: WorldState, { single, origin }: Request): string =>
  single ? origin : `https://${settings.host}`

/** Where cookies belong: the shard's web host, or just the host that was asked. */
export const cookieDomain = ({ settings }: WorldState, { single }: Request): string | undefined =>
  single ? undefined : settings.host

/** The media ticket is shared by all hosts of the site. */
export const siteDomain = ({ settings }: WorldState, { single }: Request): string | undefined =>
  single ? undefined : settings.host.endsWith('.wechat.com') ? '.wechat.com' : '.qq.com'
