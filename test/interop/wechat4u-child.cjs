// npm's wechat4u as it is: tells its parent what happens to it, and does what it is told.
const Wechat = require('wechat4u')

const tell = (event) => process.send(event)
const nameOf = (userName) => bot.contacts[userName]?.getDisplayName() ?? ''

const bot = new Wechat()
bot.on('login', () => tell({ type: 'login', self: bot.user.NickName }))
bot.on('logout', () => tell({ type: 'logout' }))
bot.on('error', (error) => tell({ type: 'error', tips: error.tips ?? '', message: error.message }))
bot.on('contacts-updated', () => tell({ type: 'contacts', names: Object.keys(bot.contacts).map(nameOf) }))
bot.on('message', (message) =>
  tell({
    type: 'message',
    msgType: message.MsgType,
    own: message.isSendBySelf,
    from: nameOf(message.FromUserName),
    to: nameOf(message.ToUserName),
    text: message.Content,
    userName: message.FromUserName,
    msgId: message.MsgId,
    mediaId: message.MediaId,
    fileName: message.FileName,
    info: message.RecommendInfo,
  }),
)

const { createHash } = require('node:crypto')
const sha256 = (bytes) => createHash('sha256').update(Buffer.from(bytes)).digest('hex')

/** Bytes travel as base64, and what comes back of them is their hash. */
const given = (value) => (value?.base64 === undefined ? value : Buffer.from(value.base64, 'base64'))
const shown = (value) =>
  value?.data === undefined ? value : { type: value.type, size: value.data.byteLength, sha256: sha256(value.data) }

process.on('message', ({ say, call, stop }) => {
  if (call !== undefined) {
    const { id, method, args } = call
    const values = args.map((arg) => (arg?.file === undefined ? given(arg) : { ...arg, file: given(arg.file) }))
    Promise.resolve()
      .then(() => bot[method](...values))
      .then(
        (result) => tell({ type: 'called', id, result: shown(result) ?? null }),
        (error) => tell({ type: 'called', id, failed: String(error.tips ?? error.message) }),
      )
  }
  if (say !== undefined) {
    bot.sendMsg(say.text, say.to).then(
      ({ MsgID }) => tell({ type: 'sent', text: say.text, msgId: MsgID }),
      (error) => tell({ type: 'error', tips: error.tips, message: error.message }),
    )
  }
  if (stop === true) bot.stop()
})

bot.start()
