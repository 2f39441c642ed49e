const Wechat = require('wechat4u')

const say = (...words) => console.log(words.join(' ').replaceAll('\n', ' '))

const bot = new Wechat()
bot.on('login', () => say('login'))
bot.on('logout', () => say('logout'))
bot.on('error', (error) => say('error', error.tips, error.message))
bot.on('contacts-updated', () => say('contacts', Object.keys(bot.contacts).length))
bot.on('message', (message) => {
  const from = bot.contacts[message.FromUserName]
  say('message', from ? from.getDisplayName() : 'nobody', message.Content)
  if (message.Content.startsWith('ding')) bot.sendMsg(`heard: ${message.Content}`, message.FromUserName)
  if (message.Content === 'stop') bot.stop()
})
bot.start()
