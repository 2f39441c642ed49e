import { describe, expect, test } from 'vitest'
import type { MessageOf } from '../../src/index.js'
import { testBot } from '../../src/testing/index.js'
import { createStage } from '../support/bot/stage.js'

const noticed = (room: string, text: string): MessageOf<'system' | 'pat'> => {
  const stage = createStage()
  const run = stage.run()
  stage.advance(20_000)
  stage.world.person('bob').sayIn('team', 'hi')
  stage.advance(5_000)
  stage.world.room(room).notice(text)
  stage.advance(5_000)
  const found = run.messages.findLast(({ type }) => type === 'system' || type === 'pat')
  return found as MessageOf<'system' | 'pat'>
}

describe('people in notices', () => {
  test('a friend, by the remark that the phone shows, is a party with a public name', () => {
    const { named } = noticed('team', '"Bob & Söhne"邀请"爱丽丝"加入了群聊')
    expect(named).toMatchObject([
      { shown: 'Bob & Söhne', isSelf: false, people: [{ name: 'Bob & Söhne', kind: 'person' }] },
      {
        shown: '爱丽丝',
        isSelf: false,
        people: [{ name: 'Alice', remark: '爱丽丝', id: expect.stringMatching(/^p_/) }],
      },
    ])
  })

  test('a member who is no friend, by the name in the room; this account; and somebody unknown', () => {
    expect(noticed('team', '"卡罗尔"邀请"Zed"加入了群聊').named).toMatchObject([
      { shown: '卡罗尔', people: [{ name: '卡罗尔', id: expect.stringMatching(/^p_/) }] },
      { shown: 'Zed', people: [] },
    ])
    expect(noticed('team', '你将"卡罗尔"移出了群聊').named).toMatchObject([
      { shown: '', isSelf: true, people: [{ name: '小机器人' }] },
      { shown: '卡罗尔', isSelf: false },
    ])
  })

  test('in a pat, too; not in a notice that names nobody, and not in a text', () => {
    expect(noticed('team', '"爱丽丝" 拍了拍我').named).toMatchObject([
      { shown: '爱丽丝', people: [{ name: 'Alice' }] },
      { isSelf: true },
    ])
    expect(noticed('team', '位置共享已经结束')).not.toHaveProperty('named')
    const { says, messages } = testBot([])
    says('alice', '"Bob"邀请"爱丽丝"加入了群聊')
    expect(messages.at(-1)).not.toHaveProperty('named')
  })
})
