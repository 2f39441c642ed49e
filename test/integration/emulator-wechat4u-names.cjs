// Loaded before anything else: WeChat's names lead to the emulator's TLS port. The certificate is still checked.
const tls = require('node:tls')

const connect = tls.connect

tls.connect = (options, ...rest) => {
  const name = options.servername || options.host || ''
  const port = Number(process.env.EMULATOR_PORT)
  const mapped = /\.(?:qq|wechat)\.com$/.test(name)
    ? { ...options, servername: name, host: '127.0.0.1', port }
    : options
  return connect(mapped, ...rest)
}
