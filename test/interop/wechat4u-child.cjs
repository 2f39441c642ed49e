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
  }),
)

process.on('message', ({ say, stop }) => {
  if (say !== undefined) {
    bot.sendMsg(say.text, say.to).then(
      ({ MsgID }) => tell({ type: 'sent', text: say.text, msgId: MsgID }),
      (error) => tell({ type: 'error', tips: error.tips, message: error.message }),
    )
  }
  if (stop === true) bot.stop()
})

bot.start()
