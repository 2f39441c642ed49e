import { lastValueFrom } from 'rxjs'
import { undiciHttp } from '../../src/edge/undici-http.js'
import { isFailure } from '../../src/errors.js'
import { get } from './edge-local-server.js'

// Node reads NODE_TLS_REJECT_UNAUTHORIZED from its environment: hence a process of its own.
const lookup: NonNullable<Parameters<typeof undiciHttp>[0]>['lookup'] = (_name, options, found) =>
  options.all ? found(null, [{ address: '127.0.0.1', family: 4 }]) : found(null, '127.0.0.1', 4)
const url = `https://wx.qq.com:${process.env.PORT}/`
const kindOf = (error: unknown): string => (isFailure(error) ? error.kind : String(error))

const straight = undiciHttp({ lookup })
const asked = await lastValueFrom(straight.http(get(url))).then(() => 'answered', kindOf)
console.log(`request: ${asked}`)
const loaded = await lastValueFrom(straight.download(get(url), '/dev/null', 0)).then(() => 'answered', kindOf)
console.log(`download: ${loaded}`)
await lastValueFrom(straight.close())

// A proxy that is believed answers, if only with a status; one that is not never hears of the request.
const proxied = undiciHttp({ proxy: `https://127.0.0.1:${process.env.PORT}` })
const through = await lastValueFrom(proxied.http(get(url))).then(
  () => 'answered',
  (error: unknown) => (isFailure(error) && /CERT|self.signed|ALTNAME/i.test(error.message) ? 'refused' : String(error)),
)
console.log(`proxy: ${through}`)
await lastValueFrom(proxied.close())
