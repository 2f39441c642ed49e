// Loaded before the client: WeChat's host names lead to the emulator's TLS port. The certificate is checked as ever.
const tls = require('node:tls')

const connect = tls.connect
const port = Number(process.env.EMULATOR_TLS_PORT)

tls.connect = (options, ...rest) => {
  const name = options.servername || options.host || ''
  const isWechat = /\.(?:qq|wechat)\.com$/.test(name)
  return connect(isWechat ? { ...options, servername: name, host: '127.0.0.1', port } : options, ...rest)
}
