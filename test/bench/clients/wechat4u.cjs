// npm's wechat4u as it is, with a connection for every request.
const Wechat = require('wechat4u')

async function run() {
  const { count, createMeter, ready, task } = await import('./measure.mjs')
  const meter = createMeter()
  const bot = new Wechat()
  let books = 0
  const send = async () => {
    meter.begin()
    for (let at = 1; at <= count; at++) {
      await bot.sendMsg(`text ${at}`, 'filehelper')
      meter.step()
    }
  }
  // First the recent conversations, then the address book.
  bot.on('contacts-updated', () => {
    books += 1
    if (books === 2) ready().then(() => (task === 'send' ? send() : undefined))
  })
  bot.on('message', ({ MsgType }) => {
    if (MsgType === 1 && task === 'drain') meter.step()
  })
  bot.on('error', (error) => {
    console.error(error)
    process.exit(1)
  })
  bot.start()
}

run()
