export { type StoreCase, storeCases } from './store-conformance.js'
export { type TestBot, type TestBotOptions, testBot } from './test-bot.js'
export { createVirtualClock, type VirtualClock } from './virtual-clock.js'
