type Environment = Readonly<Record<string, string | undefined>>

/** Hosts of the two families that WeChat answers on. */
const wechat = ['wx.qq.com', 'web.wechat.com'] as const

/**
 * The proxy that the environment names for this server: HTTPS_PROXY, or https_proxy, unless NO_PROXY names the server.
 * Undefined for none. A server that is this machine has none.
 */
export function proxyOf(env: Environment, server: string | undefined): string | undefined {
  const proxy = env.https_proxy || env.HTTPS_PROXY
  if (!proxy) return undefined
  const hosts = server === undefined ? wechat : hostIn(server)
  const spared = (env.no_proxy || env.NO_PROXY || '').split(/[\s,]+/).filter((one) => one !== '')
  return hosts.length === 0 || hosts.some((host) => spared.some((one) => covers(one, host))) ? undefined : proxy
}

/** The host of a server that is reached over TLS and is not this machine. */
function hostIn(server: string): readonly string[] {
  const url = URL.canParse(server) ? new URL(server) : undefined
  return url?.protocol === 'https:' && !isLocal(url.hostname) ? [url.hostname] : []
}

const isLocal = (host: string): boolean => host === 'localhost' || host === '[::1]' || /^127\./.test(host)

/** `*`, a host, or a domain with all below it; a port is not looked at. */
function covers(entry: string, host: string): boolean {
  const name = entry
    .toLowerCase()
    .replace(/:\d+$/, '')
    .replace(/^\*?\./, '')
  return entry === '*' || host === name || host.endsWith(`.${name}`)
}
