// Loaded before wechat4u, which speaks HTTPS to port 443 of whatever host it was given: here it is spared the TLS.
const http = require('node:http')
const https = require('node:https')

const { host, hostname, port } = new URL(process.env.BENCH_ORIGIN)
const request = http.request

const plain = (options, ...rest) =>
  request(
    {
      method: options.method,
      path: options.path,
      headers: { ...options.headers, host },
      timeout: options.timeout,
      agent: false,
      hostname,
      port,
    },
    ...rest,
  )
https.request = plain
http.request = plain
