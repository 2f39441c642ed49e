import { expect, test } from 'vitest'
import { roomGreeter } from '../../../examples/room-greeter.js'
import { testBot } from '../../../src/testing/index.js'

/** What only the owner of the account calls Alice. */
const remark = '爱丽丝'

test('the greeter writes no remark into a room, and greets by the public name', () => {
  const { world, sentTo, advance } = testBot(roomGreeter)
  for (const text of [
    `"Bob & Söhne"邀请"${remark}"加入了群聊`,
    `"${remark}"通过扫描"Bob & Söhne"分享的二维码加入群聊`,
  ]) {
    world.room('lunch').notice(text)
    advance(10_000)
  }
  expect(sentTo('lunch')).toEqual(['欢迎 Alice！ Welcome to 午饭!', '欢迎 Alice！ Welcome to 午饭!'])
})

test('where a remark and a public name are the same, the greeter writes neither', () => {
  const { world, sentTo, advance } = testBot(roomGreeter)
  world.room('lunch').add('carol', 'bob')
  world.room('lunch').display('carol', remark)
  advance(10_000)
  const before = sentTo('lunch').length
  world.room('lunch').notice(`"Bob & Söhne"邀请"${remark}"加入了群聊`)
  advance(10_000)
  expect(sentTo('lunch').slice(before)).toEqual([])
})
