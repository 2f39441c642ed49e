import { lastValueFrom } from 'rxjs'
import { undiciHttp } from '../../src/edge/undici-http.js'
import { get } from './edge-local-server.js'

// Node reads NODE_EXTRA_CA_CERTS once, when it starts: hence a process of its own.
for (const ca of [undefined, process.env.OTHER_CA]) {
  const { http, close } = undiciHttp({
    ...(ca === undefined ? {} : { ca }),
    lookup: (_name, options, found) =>
      options.all ? found(null, [{ address: '127.0.0.1', family: 4 }]) : found(null, '127.0.0.1', 4),
  })
  console.log((await lastValueFrom(http(get(`https://wx.qq.com:${process.env.PORT}/`)))).body)
  await lastValueFrom(close())
}
