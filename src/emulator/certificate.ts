import { defer, from, map, type Observable, switchMap } from 'rxjs'

/** A server's certificate and key, and the CA that signed it. */
export interface Certificate {
  readonly cert: string
  readonly key: string
  readonly caPem: string
}

/** A star stands for one label only: file and push hosts lie one deeper. */
const names = ['qq.com', 'wechat.com'].flatMap((site) => {
  const shards = site === 'qq.com' ? ['wx', 'wx1', 'wx2', 'wx8', 'weixin'] : ['wx', 'web', 'web1', 'web2']
  return [site, `*.${site}`, ...shards.map((shard) => `*.${shard}.${site}`)]
})

/** A CA and a certificate for WeChat's host names, made for this run. The library for it is loaded at the first call. */
export const throwAway = (): Observable<Certificate> =>
  defer(() => from(import('selfsigned'))).pipe(
    switchMap(({ generate }) => from(generateBoth(generate))),
    map(({ ca, leaf }) => ({ cert: leaf.cert, key: leaf.private, caPem: ca.cert })),
  )

async function generateBoth(generate: typeof import('selfsigned').generate) {
  const dates = { notBeforeDate: new Date('2020-01-01'), notAfterDate: new Date('2099-01-01') }
  const kind = { keyType: 'ec', algorithm: 'sha256', ...dates } as const
  const ca = await generate([{ name: 'commonName', value: 'rxwx emulator, a throw-away CA' }], {
    ...kind,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  })
  const leaf = await generate([{ name: 'commonName', value: 'wx.qq.com' }], {
    ...kind,
    ca: { key: ca.private, cert: ca.cert },
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: names.map((value) => ({ type: 2, value })) },
    ],
  })
  return { ca, leaf }
}
